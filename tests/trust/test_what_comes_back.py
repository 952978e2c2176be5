"""A film that was removed comes back to those who could see it before, and to nobody else."""

from tests.films import published
from wm.domains import content
from wm.kernel.db import db


def test_a_film_that_was_taken_back_into_a_draft_stays_a_draft_when_its_removal_is_undone(ada, client):
    piece = published(ada)
    content.unpublish(piece)
    content.remove(piece)

    content.undo_removal(piece)
    db.session.commit()

    assert (piece.state, piece.publish_when_ready) == ("draft", False)
    assert client.get(f"/watch/{piece.public_id}").status_code == 404


def test_a_published_film_is_published_again(ada, client):
    piece = published(ada)
    content.remove(piece)
    assert client.get(f"/watch/{piece.public_id}").status_code == 404

    piece = content.undo_removal(content.own(piece.public_id, ada, removed=True))
    db.session.commit()

    assert (piece.state, piece.publish_when_ready) == ("published", False)
    assert client.get(f"/watch/{piece.public_id}").status_code == 200


def test_a_removed_film_is_not_published_by_its_encode(ada, client):
    piece = published(ada, state="playable")
    content.remove(piece)

    content.film_became_playable(piece.film_id)
    db.session.commit()

    assert piece.state == "removed"
    assert client.get(f"/watch/{piece.public_id}").status_code == 404
