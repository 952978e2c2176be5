"""Tips for what somebody has said: beside the comment for everybody, live to its writer, gone from sight with the comment."""

import pytest

from tests.films import published
from tests.tips.test_giving import fund
from wm.domains import comments, earnings, graph, ledger, tips
from wm.kernel import live
from wm.kernel.db import db

WORDS = "Because of you I went there."


@pytest.fixture
def said(ada, cy):
    """What Cy has said under a film of Ada's."""
    comment = comments.post(published(ada, "How a river remembers"), cy, "The silt is from 1911.")
    db.session.commit()
    return comments.seen(comment.public_id, cy)


def give(ben, said, key="one", **more):
    more = {"words": WORDS, "shown": "public"} | more
    tip = tips.give(ben, said.person, 500, key=key, piece=said.content, comment=said, **more)
    db.session.commit()
    return tip


def test_it_goes_to_the_writer_and_to_no_piece(ada, ben, cy, said):
    fund(ben)

    tip = give(ben, said)

    earning = earnings.find("tip", tip.public_id)
    assert (earning.seller_id, earning.gross, earning.content_id) == (cy.id, 500, None)
    assert tips.supporters(ben, content_id=said.content_id) == []
    assert tips.supporters(ben, person_id=cy.id) == []
    assert [each.tip.words for each in tips.beside(ada, [said.id])[said.id]] == [WORDS]
    with pytest.raises(ledger.KeyReused):
        tips.give(ben, cy, 500, key="one", piece=said.content)


@pytest.mark.once
def test_it_is_beside_the_comment_until_the_comment_is_removed(as_ada, as_ben, ben, said):
    fund(ben)
    give(ben, said)
    under = f"/pieces/{said.content.public_id}/comments"
    assert all(each in as_ada.get(under).text for each in (WORDS, "$5.00", "Ben Hart"))

    as_ada.post(f"/comments/{said.public_id}", data={"deed": "removal"})

    for where in (under, f"/comments/{said.public_id}", f"/watch/{said.content.public_id}"):
        assert WORDS not in as_ben.get(where).text
    assert as_ben.get(f"/comments/{said.public_id}/tip").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize("shown", ["creator", "nobody"])
def test_what_is_not_for_everybody_stands_nowhere(as_ada, ben, said, shown):
    fund(ben)
    give(ben, said, shown=shown)

    assert WORDS not in as_ada.get(f"/comments/{said.public_id}").text


def test_three_are_shown_and_the_rest_counted_in_one_statement(ada, ben, said):
    fund(ben)
    for n in range(5):
        give(ben, said, key=f"k{n}", words=f"words {n}")

    found = tips.beside(ada, [said.id])[said.id]

    assert [each.tip.words for each in found] == ["words 4", "words 3", "words 2"]
    assert {each.number for each in found} == {5}


@pytest.mark.parametrize("hx", [False, True])
def test_giving_on_the_page(monkeypatch, as_ben, as_cy, ben, cy, said, run_jobs, hx):
    fund(ben)
    told, channels = [], {tips.channel(cy.id), f"comments:{said.content.public_id}"}
    monkeypatch.setattr(live, "publish_after_commit", lambda *what: told.append(what))
    where = f"/comments/{said.public_id}/tip"
    assert "They stand beside the comment" in as_ben.get(where, hx=hx).text
    sent = {"key": "abcdefgh1", "amount": "500", "words": WORDS, "shown": "public"}

    for _ in range(2):
        answer = as_ben.post(where, data=sent, hx=hx)
    run_jobs()

    assert answer.status_code == (200 if hx else 303)
    assert not hx or (WORDS in answer.text and f'id="reply-{said.public_id}"' in answer.text)
    assert {channel for channel, *_rest in told} >= channels
    assert ledger.wallet(ben.id).available == 9500
    assert "gave you a tip" in as_cy.get("/notifications").text
    assert WORDS in as_cy.get("/studio/tips").text


@pytest.mark.once
def test_what_is_refused_moves_nothing(as_ben, as_cy, ben, cy, said):
    sent = {"key": "abcdefgh1", "amount": "500", "words": WORDS, "shown": "public"}
    where = f"/comments/{said.public_id}/tip"
    assert as_ben.post(where, data=sent).status_code == 402
    fund(cy)
    assert as_cy.post(where, data=sent).status_code == 409
    fund(ben)
    assert as_ben.post(where, data=sent | {"amount": "own", "own": "9999"}).status_code == 422
    graph.block(cy, ben)
    db.session.commit()
    assert as_ben.post(where, data=sent).status_code == 404

    assert (ledger.wallet(ben.id).available, ledger.wallet(cy.id).available) == (10_000, 10_000)
