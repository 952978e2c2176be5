"""Reads of comments; every one says who is looking."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Select, and_, func, or_, select, union_all
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from wm.domains import content, graph, people
from wm.domains.comments.models import INDENTS, Comment, CommentLike, CommentPin, CommentRevision
from wm.domains.content import Content
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.paging import Page, cut, decode

PAGE = 24
THREADS = 12  # of a page: each comes with its first replies, so that up to four times as many comments are drawn
FIRST_REPLIES = 3
COUNTED = 100  # more replies than this are not counted one by one
ORDERS = ("newest", "best", "oldest")


@dataclass(frozen=True)
class Thread:
    """The first comment of a thread and the first few below it; `next` is the cursor of `more` of them (COUNTED: or more)."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)
    next: str | None = None
    more: int = 0


@dataclass(frozen=True)
class Marks:
    """What a page says of comments besides their words: ids that the viewer likes, the pinned one, whom deep ones answer; and
    `tips`, which the door adds: those that are shown beside each, by its row id."""

    liked: frozenset[int] = frozenset()
    pinned_id: int | None = None
    answered: dict[int, people.Person] = field(default_factory=dict)
    tips: dict[int, list] = field(default_factory=dict)


def seen(public_id: str, viewer) -> Comment:
    """Return the comment when `viewer` may see it and what it stands under. Raises NotFound, whatever the reason."""
    found = with_all().where(Comment.public_id == public_id).execution_options(populate_existing=True)
    comment = db.session.scalars(found).first()
    if comment is None or not _may_see(comment, viewer):
        raise NotFound()
    return comment


def with_row_id(comment_id: int) -> Comment:
    """Return the comment with that row id; for jobs and for those who were let in before. Raises NotFound."""
    comment = db.session.scalars(with_all().where(Comment.id == comment_id)).first()
    if comment is None:
        raise NotFound()
    return comment


def with_all() -> Select:
    """Return a SELECT that brings comments with their writers and what they stand under."""
    piece = joinedload(Comment.content).joinedload(Content.person)
    return select(Comment).options(joinedload(Comment.person), piece)


def _may_see(comment: Comment, viewer) -> bool:
    if not content.may_watch(comment.content, viewer) or graph.are_apart(viewer, comment.person_id):
        return False
    if comment.is_held:
        return comment.belongs_to(viewer) or comment.content.belongs_to(viewer)
    is_stone = comment.replies > 0 or (viewer.id is not None and comment.removed_by_id == viewer.id)
    return comment.is_visible or is_stone


def standing(piece: Content, viewer) -> list:
    """Return the conditions under which a comment under `piece` stands before `viewer`.

    Visible ones, stones of removed ones that were answered, held ones of the viewer's own, for the creator all held
    ones; nothing of people who and the viewer do not see each other."""
    shown = or_(Comment.state == "visible", and_(Comment.state == "removed", Comment.replies > 0))
    if viewer.id is None:
        return [shown]
    is_mine = True if piece.person_id == viewer.id else Comment.person_id == viewer.id
    mine = and_(Comment.state == "held", is_mine)
    apart = list(db.session.scalars(graph.hidden_ids(viewer)))
    return [or_(shown, mine), *([Comment.person_id.not_in(apart)] if apart else [])]


def threads(piece: Content, viewer, order: str = "newest", cursor: str | None = None, size: int = THREADS) -> Page:
    """Return a page of threads under `piece` in one of ORDERS; the pinned one, if any, leads the first page."""
    allowed = standing(piece, viewer)
    pinned = db.session.scalar(select(CommentPin.comment_id).where(CommentPin.content_id == piece.id))
    roots = select(Comment).where(Comment.content_id == piece.id, Comment.depth == 0, *allowed)
    roots = roots.options(joinedload(Comment.person))
    chosen = roots.where(Comment.id != pinned) if pinned else roots
    rows = db.session.scalars(_ordered(chosen, order, cursor).limit(size + 1)).all()
    found = cut(rows, size, lambda row: (row.score, row.id) if order == "best" else (row.id,))
    first = db.session.scalars(roots.where(Comment.id == pinned)).all() if pinned and not cursor else []
    return Page(_with_replies(_under([*first, *found.items], piece), piece, allowed), found.next)


def _under(rows: list[Comment], piece: Content) -> list[Comment]:
    """Tell comments what they stand under, which the caller knows already."""
    for row in rows:
        set_committed_value(row, "content", piece)
    return rows


def _ordered(roots: Select, order: str, cursor: str | None) -> Select:
    if order == "best":
        if place := decode(cursor, int, int):
            behind = or_(Comment.score < place[0], and_(Comment.score == place[0], Comment.id < place[1]))
            roots = roots.where(Comment.score <= place[0], behind)
        return roots.order_by(Comment.score.desc(), Comment.id.desc())
    place = decode(cursor, int)
    if order == "oldest":
        return (roots.where(Comment.id > place[0]) if place else roots).order_by(Comment.id)
    return (roots.where(Comment.id < place[0]) if place else roots).order_by(Comment.id.desc())


def _with_replies(roots: list[Comment], piece: Content, allowed: list) -> list[Thread]:
    """Give each thread its first replies: ids by one short look per thread, in one statement; rows after."""
    if not roots:
        return []
    found = db.session.execute(_first_below([root.id for root in roots], allowed)).all()
    rows = select(Comment).where(Comment.id.in_([row.id for row in found])).order_by(Comment.path)
    rows = rows.options(joinedload(Comment.person))
    below = {root.id: [] for root in roots}
    for row in _under(db.session.scalars(rows).all(), piece) if found else ():
        below[row.root_id].append(row)
    numbers = {row.root_id: row.number for row in found}
    return [_thread(root, below[root.id], numbers.get(root.id, 0)) for root in roots]


def _first_below(root_ids: list[int], allowed: list) -> Select:
    """Select the ids of the first replies of each thread, with how many there are, counted no further than needed."""
    most = FIRST_REPLIES + COUNTED
    looks = [_below(each, allowed).add_columns(Comment.root_id, Comment.path).limit(most) for each in root_ids]
    below = union_all(*(look.subquery().select() for look in looks)).subquery().c
    thread = {"partition_by": below.root_id}
    place = func.row_number().over(order_by=below.path, **thread).label("place")
    ranked = select(below.id, below.root_id, place, func.count().over(**thread).label("number")).subquery()
    return select(ranked).where(ranked.c.place <= FIRST_REPLIES + 1)


def _below(root_id: int, allowed: list) -> Select:
    return select(Comment.id).where(Comment.root_id == root_id, *allowed).order_by(Comment.path)


def _thread(root: Comment, rows: list[Comment], number: int) -> Thread:
    found = cut(rows, FIRST_REPLIES, lambda row: (row.path,))
    return Thread(root, list(found.items), found.next, max(0, number - FIRST_REPLIES))


def replies(root: Comment, viewer, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of what stands below the first comment of a thread, in the order of the thread."""
    ids = _below(root.id, standing(root.content, viewer))
    if place := decode(cursor, str):
        ids = ids.where(Comment.path > place[0])
    chosen = list(db.session.scalars(ids.limit(size + 1)))
    rows = select(Comment).where(Comment.id.in_(chosen)).order_by(Comment.path).options(joinedload(Comment.person))
    return cut(_under(db.session.scalars(rows).all(), root.content), size, lambda row: (row.path,))


def marks(comments: Iterable[Comment], viewer, content_id: int | None = None) -> Marks:
    """Return what a page says of `comments`; with `content_id` also which comment is pinned there."""
    comments = list(comments)
    pinned = content_id and db.session.scalar(select(CommentPin.comment_id).where(CommentPin.content_id == content_id))
    return Marks(_liked(comments, viewer), pinned, _answered(comments, viewer))


def _liked(comments: list[Comment], viewer) -> frozenset[int]:
    if viewer.id is None or not comments:
        return frozenset()
    mine = CommentLike.person_id == viewer.id, CommentLike.comment_id.in_([each.id for each in comments])
    return frozenset(db.session.scalars(select(CommentLike.comment_id).where(*mine)))


def _answered(comments: list[Comment], viewer) -> dict[int, people.Person]:
    """Return {id of a comment: its writer} for those that deep ones answer, where the viewer may know."""
    ids = {each.parent_id for each in comments if each.depth > INDENTS}
    if not ids:
        return {}
    rows = select(Comment).where(Comment.id.in_(ids), Comment.state == "visible").options(joinedload(Comment.person))
    rows = rows.where(Comment.person_id.not_in(graph.hidden_ids(viewer))) if viewer.id else rows
    return {row.id: row.person for row in db.session.scalars(rows)}


def revisions(comment: Comment) -> list[CommentRevision]:
    """Return what a comment said before, newest first."""
    old = select(CommentRevision).where(CommentRevision.comment_id == comment.id)
    return list(db.session.scalars(old.order_by(CommentRevision.id.desc()).limit(PAGE)))
