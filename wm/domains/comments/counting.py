"""Numbers kept beside comments: likes, replies and scores at once, a piece's number of comments soon after."""

from datetime import UTC, datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import aliased

from wm.domains.comments.models import Comment, CommentLike
from wm.domains.content import Content
from wm.kernel import clock, job, live
from wm.kernel.db import db

RECOUNT = "comments.recount"  # the job in jobs/comments.py
WINDOW = 5  # seconds: a piece is counted at most once in each, however much is said under it
AT_ONCE = 500
TOLD_AT_ONCE = 10_000  # with more below a piece, open pages hear of the number when it is counted soon after


def add(comment: Comment, likes: int = 0, replies: int = 0, score: int = 0) -> None:
    """Add to the numbers of one comment, in one statement; a like and a reply count one in its score."""
    db.session.flush()
    score += likes + replies
    changes = {"likes": Comment.likes + likes, "replies": Comment.replies + replies, "score": Comment.score + score}
    _change(Comment.id == comment.id, changes)
    db.session.refresh(comment, ["likes", "replies", "score"])


def add_replies(comment: Comment, number: int) -> None:
    """Count a comment in, or out, at the first of its thread and at the one that it answers."""
    above = {each for each in (comment.root_id, comment.parent_id) if each is not None}
    if above:
        changes = {"replies": Comment.replies + number, "score": Comment.score + number}
        _change(Comment.id.in_(sorted(above)), changes)


def _change(chosen, changes: dict) -> None:
    statement = update(Comment).where(chosen).values(**changes)
    db.session.execute(statement, execution_options={"synchronize_session": False})


def recount_soon(content_id: int) -> None:
    """Promise that the comments of a piece are counted when the present few seconds are over."""
    window = int(clock.now().timestamp()) // WINDOW + 1
    when = datetime.fromtimestamp(window * WINDOW, UTC)
    names = {"subject": str(content_id), "key": f"{RECOUNT}:{content_id}:{window}", "run_at": when}
    job.enqueue(RECOUNT, **names, content_id=content_id)


def tell_number(piece: Content) -> None:
    """Once the present transaction holds, tell the open pages of a piece how many comments it has now."""
    db.session.flush()
    some = select(Comment.id).where(Comment.content_id == piece.id, Comment.state == "visible").limit(TOLD_AT_ONCE + 1)
    number = db.session.scalar(select(func.count()).select_from(some.subquery()))
    if number <= TOLD_AT_ONCE:
        _tell(piece.public_id, number)


def _tell(public_id: str, number: int) -> None:
    live.publish_after_commit(f"comments:{public_id}", "counted", number)


def recount(content_id: int) -> None:
    """Make a piece's number of comments what it is, and tell its open pages."""
    real = select(func.count()).where(Comment.content_id == content_id, Comment.state == "visible").scalar_subquery()
    changes = {"comments": real, "updated_at": Content.updated_at}
    statement = update(Content).where(Content.id == content_id).values(**changes)
    db.session.execute(statement, execution_options={"synchronize_session": False})
    mine = select(Content.public_id, Content.comments).where(Content.id == content_id)
    for public_id, number in db.session.execute(mine):
        _tell(public_id, number)


def wrong_pieces(after: int = 0) -> list[int]:
    """Return ids of pieces beyond `after` whose number of comments is not what it is, so many at a time, in order."""
    visible = and_(Comment.content_id == Content.id, Comment.state == "visible")
    real = select(func.count()).where(visible).correlate(Content).scalar_subquery()
    wrong = select(Content.id).where(Content.id > after, Content.comments != real).order_by(Content.id).limit(AT_ONCE)
    return list(db.session.scalars(wrong))


def wrong_comments(after: int = 0) -> list[int]:
    """Return ids of comments beyond `after` whose likes or replies are not what they are, so many at a time, in order."""
    wrong = select(Comment.id).where(Comment.id > after, (Comment.likes != _likes()) | (Comment.replies != _replies()))
    return list(db.session.scalars(wrong.order_by(Comment.id).limit(AT_ONCE)))


def put_right(comment_id: int) -> None:
    """Make the likes and replies of one comment what they are, and its score with them."""
    comment = db.session.get(Comment, comment_id, with_for_update=True)
    if comment is None:
        return
    likes, replies = db.session.execute(select(_likes(), _replies()).where(Comment.id == comment_id)).one()
    comment.score += likes + replies - comment.likes - comment.replies
    comment.likes, comment.replies = likes, replies


def _likes():
    mine = CommentLike.comment_id == Comment.id
    return select(func.count()).select_from(CommentLike).where(mine).correlate(Comment).scalar_subquery()


def _replies():
    below = aliased(Comment)
    mine = ((below.root_id == Comment.id) | (below.parent_id == Comment.id)) & (below.state == "visible")
    return select(func.count()).select_from(below).where(mine).correlate(Comment).scalar_subquery()
