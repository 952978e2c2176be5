"""The creator's inbox: what waits for an answer or for approval, dealt with in place."""

import re

import pytest

from tests.films import published
from wm.domains import comments, graph
from wm.kernel.db import db

MOVED = 303


def box(name):
    return f"/studio/comments?box={name}"


def test_what_nobody_answered_waits_until_the_creator_does(as_ada, film, say, ben, ada):
    first = say(ben, "How long did it take?")
    say(ada, "A word of my own")
    page = as_ada.get(box("unanswered")).text
    assert "How long did it take?" in page
    assert "A word of my own" not in page

    form = as_ada.get(f"/studio/comments/{first.public_id}/answer", hx=True)
    answer = as_ada.post(f"/studio/comments/{first.public_id}/answer", data={"body": "A year"}, hx=True)

    assert f'id="answer-{first.public_id}"' in form.text
    assert answer.text.lstrip().startswith('<article class="said inbox-item"')
    assert "Answered" in answer.text
    assert "How long did it take?" not in as_ada.get(box("unanswered")).text
    [thread] = [each for each in comments.threads(film, ada).items if each.comment.id == first.id]
    assert [reply.body for reply in thread.replies] == ["A year"]


@pytest.mark.once
def test_an_empty_answer_stays_in_its_form(as_ada, say, ben):
    first = say(ben)

    for asked in ({}, {"hx": True}):
        answer = as_ada.post(f"/studio/comments/{first.public_id}/answer", data={"body": " "}, **asked)

        assert answer.status_code == 422
        assert "Write something first." in answer.text


def test_followers_have_a_box_of_their_own(as_ada, say, ada, ben, cy):
    db.session.add(graph.Follow(follower_id=ben.id, followed_id=ada.id))
    say(ben, "From a follower")
    say(cy, "From a passer-by")

    page = as_ada.get(box("followers"), hx=True).text

    assert "From a follower" in page
    assert "From a passer-by" not in page
    assert "<html" not in page


@pytest.mark.parametrize(("deed", "state"), [("approve", "visible"), ("removal", "removed")])
def test_held_comments_are_judged_in_place(as_ada, say, ada, ben, deed, state):
    comments.set_rule(ada, "newcomers", "")
    held = say(ben, "My first words here")
    assert "My first words here" in as_ada.get(box("held")).text

    answer = as_ada.post(f"/studio/comments/{held.public_id}", data={"deed": deed}, hx=True)

    assert answer.status_code == 200
    db.session.refresh(held)
    assert held.state == state
    assert "Nothing waits for you" in as_ada.get(box("held")).text


def test_a_newcomer_is_one_only_once(say, ada, ben):
    comments.set_rule(ada, "newcomers", "")
    comments.approve(say(ben), ada)

    assert say(ben, "Me again").state == "visible"


def test_the_word_list_knows_whole_words_in_any_case(say, ada, ben):
    comments.set_rule(ada, "off", "spam, buy now\ncheap")

    said = {body: say(ben, body).state for body in ("BUY   now", "Spam!", "spammers", "cheaply made", "So cheap")}

    assert said == {
        "BUY   now": "held",
        "Spam!": "held",
        "spammers": "visible",
        "cheaply made": "visible",
        "So cheap": "held",
    }
    assert say(ada, "My own spam").state == "visible"


def test_a_change_cannot_slip_past_the_word_list(say, ada, ben):
    comments.set_rule(ada, "off", "spam")
    first = say(ben, "Honest words")

    comments.edit(first, ben, "Now with spam")

    assert first.state == "held"


def test_rules_are_kept(as_ada, ada):
    answer = as_ada.post("/studio/comments/rules", data={"approval": "all", "words": "one, two\n two"})

    assert answer.status_code == MOVED
    rule = comments.rule_of(ada.id)
    assert (rule.approval, rule.words) == ("all", "one\ntwo")
    assert re.search(r'<input checked[^>]*value="all"', as_ada.get("/studio/comments/rules").text)


@pytest.mark.once
def test_only_the_creator_judges(as_ben, as_cy, say, ben):
    first = say(ben)

    for browser in (as_ben, as_cy):
        assert browser.post(f"/studio/comments/{first.public_id}", data={"deed": "hold"}).status_code == 404
        assert first.body not in browser.get(box("all")).text
    db.session.refresh(first)
    assert first.state == "visible"


@pytest.mark.once
def test_the_inbox_costs_the_same_however_full_it_is(as_ada, film, say, ada, ben, statements):
    say(ben)
    as_ada.get(box("all"))
    statements.clear()
    as_ada.get(box("all"))
    few = len(statements)
    for number in range(6):
        other = published(ada, f"Film {number}")
        comments.post(other, ben, f"Comment {number}")
    db.session.commit()
    statements.clear()

    as_ada.get(box("all"))

    assert len(statements) <= few
