"""The creator's inbox: what others said under one's pieces, and what waits for one's word."""

from sqlalchemy import Select, func, select

from wm.domains import graph
from wm.domains.comments.models import Comment
from wm.domains.comments.queries import PAGE, with_all
from wm.domains.content import Content
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

BOXES = ("unanswered", "followers", "held", "all")


def inbox(creator, box: str = "unanswered", cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of one of BOXES, newest first."""
    rows = _narrowed(with_all().where(*_to(creator)), creator, box)
    if place := decode(cursor, int):
        rows = rows.where(Comment.id < place[0])
    found = db.session.scalars(rows.order_by(Comment.id.desc()).limit(size + 1)).all()
    return cut(found, size, lambda comment: (comment.id,))


def held_count(creator) -> int:
    """Return how many comments wait for the creator's word."""
    waiting = select(func.count()).select_from(Comment).where(*_to(creator), Comment.state == "held")
    return db.session.scalar(waiting)


def _to(creator) -> tuple:
    mine = select(Content.id).where(Content.person_id == creator.id, Content.state != "removed")
    is_others = Comment.person_id != creator.id
    return is_others, Comment.content_id.in_(mine), Comment.person_id.not_in(graph.hidden_ids(creator))


def _narrowed(rows: Select, creator, box: str) -> Select:
    if box == "held":
        return rows.where(Comment.state == "held")
    rows = rows.where(Comment.state == "visible")
    if box == "unanswered":
        return rows.where(Comment.answered_at.is_(None))
    if box == "followers":
        followers = select(graph.Follow.follower_id).where(graph.Follow.followed_id == creator.id)
        return rows.where(Comment.person_id.in_(followers))
    return rows
