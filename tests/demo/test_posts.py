"""What the demo's people write is published with the cast, and drawn for by the job that dresses them."""

import pytest
from sqlalchemy import select

from wm import demo
from wm.demo import posts
from wm.demo.posts import POSTS
from wm.domains import content, people
from wm.domains.content import Content
from wm.kernel.db import db


def written():
    return list(db.session.scalars(select(Content).where(Content.kind.in_(("article", "update", "resource")))))


@pytest.mark.once
def test_every_post_is_out_with_its_poll_its_file_and_pictures_that_are_drawn_once(app):
    demo.seed()
    posts.illustrate(POSTS["tiles"]["by"])
    posts.illustrate(POSTS["tiles"]["by"])

    pieces = {piece.title or piece.opening[:20]: piece for piece in written()}
    poll, tiles = pieces["My class is voting a"], pieces["Tiles to cut from cardboard"]
    assert len(pieces) == len(POSTS)
    assert all(piece.is_published for piece in pieces.values())
    assert [option.votes for option in content.poll_options(poll)] == [3, 2, 1, 0]
    assert content.file_of(tiles).file_name == "tiles.txt"
    assert "{" not in "".join(piece.body for piece in pieces.values())

    oksana = people.by_handle("oksana")

    demo.dress(oksana.id)
    demo.dress(oksana.id)

    update = next(piece for piece in content.owned(oksana).items if piece.kind == "update")
    assert [picture.alt for picture in update.pictures] == ["Proofs from the press: three inks, slightly apart"]
