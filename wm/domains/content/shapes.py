"""How much of a piece is brought from the database: for its page, for a card, and what cards show besides."""

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import defer, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from wm.domains import media
from wm.domains.content.course_models import CourseLesson
from wm.domains.content.models import Content
from wm.domains.content.parts import PICTURES, Picture, Post
from wm.kernel.db import db

ITSELF, ORIGINAL, LINKED, COVER = "itself", "original", "linked", "cover"


def full() -> Select:
    """Return a SELECT that brings a piece with all that a page shows of it."""
    parts = joinedload(Content.person), joinedload(Content.film), joinedload(Content.category), joinedload(Content.lock)
    return select(Content).options(*parts, selectinload(Content.tag_rows))


def card() -> Select:
    """Return a SELECT that brings a piece with what a card shows of it: of a long body, its opening."""
    parts = joinedload(Content.person), joinedload(Content.film), joinedload(Content.category), joinedload(Content.lock)
    return select(Content).options(*parts, defer(Content.body), defer(Content.teaser))


def in_order(ids: Iterable[int]) -> list[Content]:
    """Return the pieces with these row ids, dressed for their cards, in the order of `ids`."""
    ids = list(ids)
    found = _dressed(ids) if ids else {}
    return [found[each] for each in ids if each in found]


def dress(pieces: Iterable[Content]) -> list[Content]:
    """Bring what cards of these pieces show beside their own rows: parts, pictures and the pieces they point to.

    Costs nothing where all are films; else one statement, however many they are."""
    pieces = list(pieces)
    if read := [piece.id for piece in pieces if not piece.is_film]:
        _dressed(read)
    return pieces


def _dressed(ids: list[int]) -> dict[int, Content]:
    """Return the pieces with these row ids by row id, with all that their cards show, in one statement."""
    near, posts, pictures = {}, {}, {each: [] for each in ids}
    for owner, what, piece, post, picture in db.session.execute(_with_what_is_near(), {"ids": ids}):
        near[owner, what] = piece
        posts[owner] = post or posts.get(owner)
        pictures[owner] += [picture] if picture else []
    found = {owner: piece for (owner, what), piece in near.items() if what == ITSELF}
    for row, piece in found.items():
        _put_on(piece, posts[row], pictures[row], {what: near.get((row, what)) for what in (ORIGINAL, LINKED, COVER)})
    return found


def _put_on(piece: Content, post: Post | None, pictures: list[Picture], others: dict[str, Content | None]) -> None:
    set_committed_value(piece, "post", post)
    set_committed_value(piece, "pictures", sorted(pictures, key=lambda picture: picture.position))
    set_committed_value(piece, "original", others[ORIGINAL])
    if post is not None:
        set_committed_value(post, "linked", others[LINKED])
    if piece.kind == "course":
        piece.cover = others[COVER].film if others[COVER] else None


@lru_cache(maxsize=1)
def _with_what_is_near() -> Select:
    """Select (whose, what, the piece, its post, one of its pictures) for the row ids that `ids` binds, and whatever they point to."""
    near = union_all(*_places(bindparam("ids", expanding=True))).subquery()
    is_itself = near.c.what == ITSELF
    beside = Picture.content_id == Content.id, Picture.position < PICTURES, is_itself
    brought = card().with_only_columns(near.c.owner, near.c.what, Content, Post, Picture, maintain_column_froms=True)
    brought = brought.join(near, near.c.content_id == Content.id)
    brought = brought.outerjoin(Post, (Post.content_id == Content.id) & is_itself)
    return brought.outerjoin(Picture, (beside[0]) & (beside[1]) & (beside[2]))


def _places(ids) -> Iterable[Select]:
    """Yield SELECTs of (owner, what, content_id): the pieces, what they repost or link, and the films on covers of courses."""
    own = Content.id.label("owner")
    yield select(own, literal(ITSELF).label("what"), Content.id.label("content_id")).where(Content.id.in_(ids))
    reposts = Content.id.in_(ids), Content.repost_of_id.is_not(None)
    yield select(own, literal(ORIGINAL), Content.repost_of_id).where(*reposts)
    linked = Post.content_id.in_(ids), Post.linked_id.is_not(None)
    yield select(Post.content_id, literal(LINKED), Post.linked_id).where(*linked)
    covers = _covers(ids).subquery().c
    yield select(covers.owner, literal(COVER), covers.content_id).where(covers.place == 1)


def _covers(ids) -> Select:
    """Select (course, film of it that everybody may see and that has a poster, its place among those)."""
    order = {"partition_by": CourseLesson.course_id, "order_by": (CourseLesson.position, CourseLesson.id)}
    place = func.row_number().over(**order).label("place")
    films = select(CourseLesson.course_id.label("owner"), CourseLesson.lesson_id.label("content_id"), place)
    films = films.join(Content, Content.id == CourseLesson.lesson_id)
    films = films.join(media.Film, media.Film.id == Content.film_id)
    out = Content.kind == "film", Content.state == "published", Content.visibility == "public"
    return films.where(CourseLesson.course_id.in_(ids), *out, media.Film.has_poster)
