"""How much of a piece is brought from the database: for its page, for a card, and what cards of posts show besides."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import defer, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from wm.domains.content.course_covers import show_covers
from wm.domains.content.models import Content
from wm.domains.content.parts import PICTURES, Picture, Post
from wm.kernel.db import db


def full() -> Select:
    """Return a SELECT that brings a piece with all that a page shows of it."""
    parts = joinedload(Content.person), joinedload(Content.film), joinedload(Content.category), joinedload(Content.lock)
    return select(Content).options(*parts, selectinload(Content.tag_rows))


def card() -> Select:
    """Return a SELECT that brings a piece with what a card shows of it: of a long body, its opening."""
    parts = joinedload(Content.person), joinedload(Content.film), joinedload(Content.category), joinedload(Content.lock)
    return select(Content).options(*parts, defer(Content.body), defer(Content.teaser))


def dress(pieces: Iterable[Content]) -> list[Content]:
    """Bring what cards of these pieces show beside their own rows: parts, pictures and the pieces they point to.

    Costs nothing where all are films; else at most three statements, however many they are, and one for courses."""
    pieces = list(pieces)
    show_covers(pieces)
    read = {piece.id: piece for piece in pieces if not piece.is_film}
    if read:
        posts = {row.content_id: row for row in db.session.scalars(select(Post).where(Post.content_id.in_(read)))}
        pictures = _pictures(read)
        others = _others(read.values(), posts.values())
        for row, piece in read.items():
            _put_on(piece, posts.get(row), pictures.get(row, []), others)
    return pieces


def _put_on(piece: Content, post: Post | None, pictures: list[Picture], others: dict[int, Content]) -> None:
    set_committed_value(piece, "post", post)
    set_committed_value(piece, "pictures", pictures)
    set_committed_value(piece, "original", others.get(piece.repost_of_id))
    if post is not None:
        set_committed_value(post, "linked", others.get(post.linked_id))


def _pictures(ids: Iterable[int]) -> dict[int, list[Picture]]:
    rows = select(Picture).where(Picture.content_id.in_(ids), Picture.position < PICTURES)
    found: dict[int, list[Picture]] = {}
    for row in db.session.scalars(rows.order_by(Picture.position)):
        found.setdefault(row.content_id, []).append(row)
    return found


def _others(pieces: Iterable[Content], posts: Iterable[Post]) -> dict[int, Content]:
    """Return the pieces that these point to, by row id; they are not dressed themselves."""
    wanted = {piece.repost_of_id for piece in pieces} | {post.linked_id for post in posts}
    wanted -= {None}
    rows = db.session.scalars(card().where(Content.id.in_(wanted))) if wanted else ()
    return {row.id: row for row in rows}
