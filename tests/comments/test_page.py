"""Talking under a piece, over HTTP: the page, answering, changing, removing, and who sees what."""

import re

import pytest

from tests.films import published
from wm.domains import comments, graph
from wm.kernel.db import db

MOVED = 303


def address(film):
    return f"/pieces/{film.public_id}/comments"


def of(comment, *more):
    return "/".join(("/comments", comment.public_id, *more))


@pytest.mark.once
def test_a_comment_is_posted_plain_and_shown_under_the_film(as_ben, client, film):
    answer = as_ben.post(address(film), data={"body": "The silt at 9:33 is a portrait."})

    assert answer.status_code == MOVED
    for page in (client.get(address(film)), client.get(f"/watch/{film.public_id}")):
        assert "<html" in page.text
        assert 'data-seek="573"' in page.text
        assert "Ben Hart" in page.text


@pytest.mark.once
def test_with_htmx_the_comment_comes_back_beside_an_empty_form(as_ben, film):
    answer = as_ben.post(address(film), data={"body": "Well seen."}, hx=True)

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<form class="talk-form" id="comment-form"')
    assert '<hx-partial hx-target="#comments-new" hx-swap="prepend">' in answer.text
    assert "Well seen." not in answer.text.split("</form>")[0]


@pytest.mark.once
@pytest.mark.parametrize(
    ("body", "words"), [("  ", "Write something first."), ("a" * 5001, "cannot be longer than 5000")]
)
def test_a_refused_comment_stays_in_its_form(as_ben, film, ada, body, words):
    for asked in ({}, {"hx": True}):
        answer = as_ben.post(address(film), data={"body": body}, **asked)

        assert answer.status_code == 422
        assert words in answer.text
        assert body.strip() in answer.text
    assert comments.threads(film, ada).items == []


@pytest.mark.once
def test_a_visitor_is_asked_to_sign_in(client, film, ada):
    assert client.post(address(film), data={"body": "Hello"}).status_code == MOVED
    assert "Sign in to comment" in client.get(address(film)).text
    assert comments.threads(film, ada).items == []


def test_too_many_comments_are_refused_with_a_sentence(as_ben, film):
    for number in range(10):
        as_ben.post(address(film), data={"body": f"Comment {number}"})

    answer = as_ben.post(address(film), data={"body": "One too many"}, hx=True)

    assert answer.status_code == 422
    assert "send it again in a few minutes" in answer.text
    assert "One too many" in answer.text


@pytest.mark.once
def test_what_people_type_is_shown_as_text_and_links_are_safe(client, film, say, ben):
    say(ben, '<script>alert(1)</script> https://example.org/a javascript:alert(1) #river "><img src=x>')

    html = client.get(address(film)).text

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert '<a href="https://example.org/a" rel="nofollow ugc noopener" target="_blank">' in html
    assert "#river" in html
    assert 'href="javascript' not in html


def test_an_answer_stands_below_what_it_answers(as_cy, client, film, say, ben):
    first = say(ben)

    form = as_cy.get(of(first, "reply"), hx=True)
    answer = as_cy.post(of(first, "reply"), data={"body": "So it is."}, hx=True)

    assert form.text.lstrip().startswith(f'<div class="talk-slot" id="reply-{first.public_id}">')
    assert f'<hx-partial hx-target="#replies-{first.public_id}" hx-swap="append">' in answer.text
    below = client.get(address(film)).text.split(f'id="replies-{first.public_id}"')[1]
    assert "So it is." in below


def test_the_pages_of_one_comment_stand_alone(as_ben, film, say, ben):
    first = say(ben)

    for more in ((), ("reply",), ("edit",), ("history",), ("replies",)):
        assert "<html" in as_ben.get(of(first, *more)).text, more
        assert "<html" not in as_ben.get(of(first, *more), hx=True).text, more


def test_a_changed_comment_keeps_what_it_said(as_ben, as_cy, client, film, say, ben):
    first = say(ben, "The frist words")

    assert as_cy.post(of(first, "edit"), data={"body": "Not mine"}).status_code == 404
    assert as_ben.post(of(first, "edit"), data={"body": "The first words"}).status_code == MOVED

    assert "The first words" in client.get(address(film)).text
    assert "The frist words" not in client.get(address(film)).text
    assert "The frist words" in client.get(of(first, "history")).text


@pytest.mark.once
def test_a_removed_comment_leaves_a_stone_where_it_was_answered(as_ben, client, film, say, ben, cy):
    first = say(ben, "I take this back")
    say(cy, "But it was good", first)

    answer = as_ben.post(of(first), data={"deed": "removal"}, hx=True)

    assert "Undo" in answer.text
    html = client.get(address(film)).text
    assert "This comment was removed." in html
    assert "But it was good" in html
    assert "I take this back" not in html
    assert "Ben Hart" not in html
    as_ben.post(of(first), data={"deed": "return"})
    assert "I take this back" in client.get(address(film)).text


@pytest.mark.once
def test_a_removed_comment_that_nobody_answered_is_gone(as_ben, client, film, say, ben):
    first = say(ben, "I take this back")

    as_ben.post(of(first), data={"deed": "removal"})

    assert "This comment was removed." not in client.get(address(film)).text
    assert client.get(of(first)).status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("deed", ["heart", "pin", "approve", "hold", "removal"])
def test_a_stranger_cannot_curate(as_cy, film, say, ben, deed):
    first = say(ben)

    assert as_cy.post(of(first), data={"deed": deed}).status_code == 403

    db.session.refresh(first)
    assert (first.state, first.hearted_at) == ("visible", None)
    assert as_cy.post(of(first), data={"deed": "anything"}).status_code == 404


def test_likes_count_once_and_are_taken_back(as_cy, film, say, ben):
    first = say(ben)

    for _ in range(2):
        answer = as_cy.post(of(first), data={"deed": "like"}, hx=True)

    assert 'value="unlike" aria-pressed="true"' in answer.text
    db.session.refresh(first)
    assert (first.likes, first.score) == (1, 1)
    for _ in range(2):
        as_cy.post(of(first), data={"deed": "unlike"})
    db.session.refresh(first)
    assert (first.likes, first.score) == (0, 0)


def test_the_creators_heart_and_pin(as_ada, client, film, say, ben, cy):
    first = say(ben, "First of all")
    say(cy, "Later")

    as_ada.post(of(first), data={"deed": "heart"})
    as_ada.post(of(first), data={"deed": "pin"})

    html = client.get(address(film)).text
    assert "The creator gave it a heart" in html
    assert "Pinned" in html
    assert html.index("First of all") < html.index("Later")
    assert html.count("First of all") == 1


@pytest.mark.once
def test_people_who_are_apart_see_nothing_of_each_other(as_ben, as_cy, client, film, say, ben, cy):
    first, second = say(ben, "From Ben"), say(cy, "From Cy")
    db.session.add(graph.Block(blocker_id=ben.id, blocked_id=cy.id))
    db.session.commit()

    assert "From Cy" not in as_ben.get(address(film)).text
    assert "From Ben" not in as_cy.get(address(film)).text
    assert as_ben.get(of(second)).status_code == 404
    assert as_cy.post(of(first, "reply"), data={"body": "Still here"}).status_code == 404
    assert "From Cy" in client.get(address(film)).text


@pytest.mark.once
def test_a_held_comment_is_seen_by_its_writer_and_the_creator(as_ada, as_ben, as_cy, as_mo, client, film, ada):
    comments.set_rule(ada, "all", "")
    db.session.commit()

    assert "as soon as the creator approves" in as_ben.post(address(film), data={"body": "Wait"}, hx=True).text

    for browser, sees in ((as_ada, True), (as_ben, True), (as_cy, False), (as_mo, False), (client, False)):
        assert ('<p class="said-body">Wait</p>' in browser.get(address(film)).text) is sees
    [thread] = comments.threads(film, ada).items
    as_ada.post(of(thread.comment), data={"deed": "approve"})
    assert '<p class="said-body">Wait</p>' in client.get(address(film)).text


@pytest.mark.once
def test_comments_of_what_one_may_not_see_are_not_there(client, as_cy, as_ada, ada):
    private = published(ada, "For nobody", visibility="private")
    mine = comments.post(private, ada, "A note to myself")
    db.session.commit()

    for path in (address(private), of(mine), of(mine, "history"), f"/live/pieces/{private.public_id}/comments"):
        assert client.get(path).status_code == 404
        assert as_cy.get(path).status_code == 404
    assert as_cy.post(address(private), data={"body": "Hello"}).status_code == 404
    assert "A note to myself" in as_ada.get(address(private)).text


@pytest.mark.once
def test_a_time_code_on_the_comments_own_page_leads_to_the_film(client, film):
    assert client.get(address(film) + "?t=65").headers["Location"] == f"/watch/{film.public_id}?t=65"


def test_every_button_carries_the_token(as_ada, film, say, ben):
    say(ben)

    html = as_ada.get(address(film)).text

    forms = re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL)
    assert forms
    assert all("csrf_token" in form for form in forms)
