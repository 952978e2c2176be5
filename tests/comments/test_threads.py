"""Threads: any depth, shown sanely, in an order that stays."""

import pytest
from sqlalchemy import insert

from wm.domains import comments, graph
from wm.kernel import clock, ids
from wm.kernel.db import db


def bodies(film, viewer):
    [thread] = comments.threads(film, viewer).items
    return [thread.comment.body, *(row.body for row in comments.replies(thread.comment, viewer).items)]


def test_a_thread_reads_from_top_to_bottom(film, say, ada, ben, cy):
    root = say(ben, "root")
    one = say(cy, "1", root)
    two = say(cy, "2", root)
    say(ben, "2.1", two)
    deep = say(ada, "1.1", one)
    say(ben, "1.2", one)
    for number in range(4):
        deep = say(cy, f"deep {number}", deep)

    assert bodies(film, ben) == ["root", "1", "1.1", "deep 0", "deep 1", "deep 2", "deep 3", "1.2", "2", "2.1"]
    assert deep.depth == 6
    assert deep.indent == 3


def test_a_deep_answer_says_whom_it_answers(client, film, say, ada, ben, cy):
    deep = say(ben, "root")
    for number, person in enumerate((cy, ada, ben, cy, ada)):
        deep = say(person, f"deep {number}", deep)
    root = comments.threads(film, ben).items[0].comment

    html = client.get(f"/comments/{root.public_id}/replies").text

    assert html.count("in reply to") == 2
    assert "in reply to Ben Hart" in html
    assert "in reply to Cy Lindqvist" in html


def test_a_deep_answer_names_nobody_who_is_apart(as_ada, film, say, ada, ben, cy):
    deep = say(ada, "root")
    for number, person in enumerate((ada, ada, ben, cy)):
        deep = say(person, f"deep {number}", deep)
    db.session.add(graph.Block(blocker_id=ben.id, blocked_id=ada.id))
    db.session.commit()
    root = comments.threads(film, ada).items[0].comment

    html = as_ada.get(f"/comments/{root.public_id}/replies").text

    assert "deep 3" in html
    assert "Ben Hart" not in html


def test_three_answers_are_shown_and_the_others_are_one_step_away(client, film, say, ben):
    root = say(ben, "root")
    for number in range(6):
        say(ben, f"answer {number}", root)

    page = client.get(f"/pieces/{film.public_id}/comments").text
    more = page.split(f'id="more-{root.public_id}"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(more, hx=True).text

    assert "3 more replies" in page
    assert [n for n in range(6) if f"answer {n}" in page] == [0, 1, 2]
    assert [n for n in range(6) if f"answer {n}" in rest] == [3, 4, 5]


@pytest.mark.once
def test_more_replies_are_those_that_the_viewer_would_see(client, as_ben, as_cy, film, say, ada, ben, cy, mo):
    root = say(ben, "root")
    for number in range(4):
        say(ben, f"answer {number}", root)
    others = [say(cy, "by Cy", root), say(cy, "by Cy too", root), say(mo, "held", root)]
    comments.hold(comments.seen(others[2].public_id, ada), ada)
    gone = say(ben, "gone", root)
    comments.remove(comments.seen(gone.public_id, ben), ben)
    db.session.add(graph.Block(blocker_id=ben.id, blocked_id=cy.id))
    db.session.commit()
    path = f"/pieces/{film.public_id}/comments"

    pages = [browser.get(path, hx=True).text for browser in (client, as_ben, as_cy)]

    assert "3 more replies" in pages[0], "one of Ben's, two of Cy's"
    assert "1 more reply<" in pages[1], "nothing of Cy"
    assert "more repl" not in pages[2]


def test_more_than_99_replies_are_not_counted_one_by_one(client, film, say, ben):
    root = say(ben, "root")
    place = {"content_id": film.id, "person_id": ben.id, "root_id": root.id, "parent_id": root.id, "depth": 1}
    rows = [
        {"public_id": ids.new(), "path": f"{n:012x}", "body": ".", "shown_at": clock.now(), **place} for n in range(103)
    ]
    db.session.execute(insert(comments.Comment), rows[:102])
    path = f"/pieces/{film.public_id}/comments"

    assert "99 more replies" in client.get(path).text
    db.session.execute(insert(comments.Comment), rows[102:])
    assert "More than 99 more replies" in client.get(path).text


@pytest.mark.once
def test_nobody_answers_what_is_gone(film, say, ben, cy, as_cy):
    root = say(ben, "root")
    say(cy, "answer", root)
    comments.remove(comments.seen(root.public_id, ben), ben)
    db.session.commit()

    answer = as_cy.post(f"/comments/{root.public_id}/reply", data={"body": "Too late"})

    assert answer.status_code == 409
    assert bodies(film, cy) == ["root", "answer"]


def test_removal_and_return_keep_the_numbers_true(film, say, ben, cy):
    root = say(ben, "root")
    answer = comments.seen(say(cy, "answer", root).public_id, cy)

    comments.remove(answer, cy)
    comments.remove(answer, cy)
    db.session.refresh(root)
    assert root.replies == 0
    comments.bring_back(answer, cy)

    db.session.refresh(root)
    assert (root.replies, root.score) == (1, 1)
    assert comments.wrong_comments() == []


@pytest.mark.once
def test_the_writer_cannot_undo_what_the_creator_removed(film, say, ada, ben, as_ben):
    root = say(ben, "root")
    comments.remove(comments.seen(root.public_id, ada), ada)
    db.session.commit()

    assert as_ben.post(f"/comments/{root.public_id}", data={"deed": "return"}).status_code == 404
    db.session.refresh(root)
    assert root.state == "removed"
