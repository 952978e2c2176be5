"""What happens to comments: said, changed, held, approved, taken away, liked, given a heart, pinned."""

from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from wm.domains import graph
from wm.domains.comments import counting, policy, rules
from wm.domains.comments.errors import NothingSaid, NothingToAnswer, TooLong, TooQuick
from wm.domains.comments.events import CommentHearted, CommentLiked, CommentPosted, CommentRemoved
from wm.domains.comments.models import (
    BODY_LENGTH,
    INDENTS,
    STEP,
    Comment,
    CommentLike,
    CommentPin,
    CommentRevision,
)
from wm.domains.content import Content
from wm.kernel import clock, live
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.errors import Forbidden
from wm.kernel.facts import record

PACES = ((timedelta(minutes=1), 10), (timedelta(hours=1), 100))
HEART_SCORE = 5


def post(piece: Content, by, body: str, parent: Comment | None = None) -> Comment:
    """Say `body` under `piece`, or in answer to `parent` there; it is held when the creator's rule says so.

    Raises NothingSaid, TooLong (422), TooQuick (429), NothingToAnswer (409)."""
    body = _said(body)
    _keep_pace(by)
    if parent and not _may_answer(parent, by):
        raise NothingToAnswer()
    state = "held" if rules.holds(piece, by, body) else "visible"
    comment = Comment(content=piece, person=by, body=body, state="held", **_place(parent))
    db.session.add(comment)
    db.session.flush()
    comment.path = _path(comment, parent)
    if state == "visible":
        _appear(comment)
    if parent and policy.may_curate(comment, by):
        parent.answered_at = comment.created_at
    db.session.flush()
    return _told(comment, "posted")


def _said(body: str) -> str:
    body = body.replace("\r\n", "\n").strip()
    if not body:
        raise NothingSaid()
    if len(body) > BODY_LENGTH:
        raise TooLong()
    return body


def _keep_pace(person) -> None:
    for span, most in PACES:
        mine = Comment.person_id == person.id, Comment.created_at > clock.now() - span
        if db.session.scalar(select(func.count()).select_from(Comment).where(*mine)) >= most:
            raise TooQuick()


def _may_answer(parent: Comment, person) -> bool:
    is_open = parent.is_visible or (parent.is_held and policy.may_curate(parent, person))
    return is_open and not graph.are_apart(person, parent.person_id)


def _place(parent: Comment | None) -> dict:
    if parent is None:
        return {"depth": 0}
    return {"depth": parent.depth + 1, "parent_id": parent.id, "root_id": parent.root_id or parent.id}


def _path(comment: Comment, parent: Comment | None) -> str:
    """Return its place in the thread; below the last comment that moves in, all stand in order of time."""
    above = parent.path if parent and not parent.is_root else ""
    return above[: STEP * INDENTS] + f"{comment.id:0{STEP}x}"


def _appear(comment: Comment) -> None:
    """Let everybody see it: now it is counted, and told of when this is the first time."""
    is_new = comment.shown_at is None
    comment.state, comment.shown_at = "visible", comment.shown_at or clock.now()
    _count(comment, 1)
    if is_new:
        record(CommentPosted(comment.id, comment.content_id, comment.person_id, comment.parent_id))


def _disappear(comment: Comment, state: str) -> None:
    """Keep it from everybody, in that other state."""
    was_visible, comment.state = comment.is_visible, state
    if was_visible:
        _count(comment, -1)


def _count(comment: Comment, number: int) -> None:
    counting.add_replies(comment, number)
    counting.recount_soon(comment.content_id)
    counting.tell_number(comment.content)


def tell_changed(comment: Comment) -> None:
    """Let open pages show a comment anew once the present transaction holds, as something beside it has changed."""
    _told(comment, "changed")


def _told(comment: Comment, event: str) -> Comment:
    live.publish_after_commit(f"comments:{comment.content.public_id}", event, comment.public_id)
    return comment


def edit(comment: Comment, by, body: str) -> Comment:
    """Change what it says, and keep what it said. Raises Forbidden, NothingSaid, TooLong (422)."""
    _demand(policy.may_edit(comment, by))
    body = _said(body)
    if body == comment.body:
        return comment
    db.session.add(CommentRevision(comment_id=comment.id, body=comment.body))
    comment.body, comment.edited_at = body, clock.now()
    if comment.is_visible and rules.has_held_word(comment.content, by, body):
        _disappear(comment, "held")
    db.session.flush()
    return _told(comment, "changed")


def remove(comment: Comment, by) -> Comment:
    """Take it away; what was answered to it stays. Raises Forbidden (403)."""
    _demand(policy.may_remove(comment, by))
    if not comment.is_removed:
        _disappear(comment, "removed")
        comment.removed_at, comment.removed_by_id = clock.now(), by.id
        db.session.execute(delete(CommentPin).where(CommentPin.comment_id == comment.id))
        record(CommentRemoved(comment.id, comment.content_id))
        db.session.flush()
    return _told(comment, "changed")


def bring_back(comment: Comment, by) -> Comment:
    """Undo its removal: visible when it was, held when it never was. Raises Forbidden (403)."""
    _demand(policy.may_bring_back(comment, by))
    comment.state, comment.removed_at, comment.removed_by_id = "held", None, None
    if comment.shown_at is not None:
        _appear(comment)
    db.session.flush()
    return _told(comment, "posted" if comment.is_root else "changed")


def approve(comment: Comment, by) -> Comment:
    """Let everybody see a held comment. Raises Forbidden (403)."""
    _demand(policy.may_curate(comment, by))
    if comment.is_held:
        _appear(comment)
        db.session.flush()
    return _told(comment, "posted")


def hold(comment: Comment, by) -> Comment:
    """Keep a comment from everybody but its writer until it is approved. Raises Forbidden (403)."""
    _demand(policy.may_curate(comment, by))
    if comment.is_visible:
        _disappear(comment, "held")
        db.session.flush()
    return _told(comment, "changed")


def like(comment: Comment, by) -> Comment:
    """Like it, once."""
    row = ignoring_duplicates(insert(CommentLike)).values(
        comment_id=comment.id, person_id=by.id, created_at=clock.now()
    )
    if db.session.execute(row).rowcount:
        counting.add(comment, likes=1)
        record(CommentLiked(comment.id, comment.content_id, by.id))
    return comment


def unlike(comment: Comment, by) -> Comment:
    """Take the like back."""
    mine = CommentLike.comment_id == comment.id, CommentLike.person_id == by.id
    if db.session.execute(delete(CommentLike).where(*mine)).rowcount:
        counting.add(comment, likes=-1)
    return comment


def heart(comment: Comment, by) -> Comment:
    """Give it the creator's heart. Raises Forbidden (403)."""
    _demand(policy.may_curate(comment, by))
    if comment.hearted_at is None:
        comment.hearted_at = clock.now()
        counting.add(comment, score=HEART_SCORE)
        record(CommentHearted(comment.id, comment.content_id, by.id))
    return _told(comment, "changed")


def unheart(comment: Comment, by) -> Comment:
    """Take the heart back. Raises Forbidden (403)."""
    _demand(policy.may_curate(comment, by))
    if comment.hearted_at is not None:
        comment.hearted_at = None
        counting.add(comment, score=-HEART_SCORE)
    return _told(comment, "changed")


def pin(comment: Comment, by) -> Comment:
    """Let it stand first under its piece, instead of whichever did. Raises Forbidden (403)."""
    _demand(policy.may_curate(comment, by) and comment.is_root and comment.is_visible)
    db.session.execute(delete(CommentPin).where(CommentPin.content_id == comment.content_id))
    db.session.add(CommentPin(content_id=comment.content_id, comment_id=comment.id))
    db.session.flush()
    return comment


def unpin(comment: Comment, by) -> Comment:
    """Let it stand where it belongs again. Raises Forbidden (403)."""
    _demand(policy.may_curate(comment, by))
    db.session.execute(delete(CommentPin).where(CommentPin.comment_id == comment.id))
    return comment


def _demand(is_allowed: bool) -> None:
    if not is_allowed:
        raise Forbidden()
