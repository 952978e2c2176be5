"""Polls in updates: a question, two to six answers, one vote per person."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from wm.domains.content.errors import BadPoll, PollBegun, PollClosed
from wm.domains.content.models import Content
from wm.domains.content.parts import OPTION_LENGTH, OPTIONS, QUESTION_LENGTH, PollOption, PollVote, Post
from wm.domains.content.posts import post_of
from wm.kernel import clock
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.errors import NotFound


def set_poll(piece: Content, question: str, options: list[str], closes_at: datetime | None = None) -> Post:
    """Ask `question` with these answers, or nothing when the question is empty.

    Raises BadPoll (422), and PollBegun (409) when people have voted and something would change."""
    question, options = question.strip(), [each.strip() for each in options if each.strip()]
    post = post_of(piece)
    _refuse(question, options)
    now = [row.words for row in poll_options(piece)]
    if (post.question, now) != (question, options if question else []):
        if post.votes:
            raise PollBegun()
        _write(piece, question, options)
    post.question, post.closes_at = question, closes_at
    piece.updated_at = clock.now()
    db.session.flush()
    return post


def _refuse(question: str, options: list[str]) -> None:
    least, most = OPTIONS
    too_long = len(question) > QUESTION_LENGTH or any(len(each) > OPTION_LENGTH for each in options)
    if question and (too_long or not least <= len(options) <= most or len(set(options)) != len(options)):
        raise BadPoll(fields={"options": [BadPoll.message]})


def _write(piece: Content, question: str, options: list[str]) -> None:
    db.session.execute(delete(PollOption).where(PollOption.content_id == piece.id))
    for position, words in enumerate(options if question else []):
        db.session.add(PollOption(content_id=piece.id, position=position, words=words))


def poll_options(piece: Content) -> list[PollOption]:
    """Return the answers of its poll with their votes, in order."""
    rows = select(PollOption).where(PollOption.content_id == piece.id).order_by(PollOption.position)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def vote(piece: Content, option_id: int, by) -> None:
    """Count `by`'s one vote; a second one changes nothing. Raises NotFound, PollClosed (409)."""
    option = db.session.get(PollOption, option_id)
    if option is None or option.content_id != piece.id:
        raise NotFound()
    if not piece.is_published or not post_of(piece).is_open:
        raise PollClosed()
    row = {"content_id": piece.id, "person_id": by.id, "option_id": option_id, "created_at": clock.now()}
    if db.session.execute(ignoring_duplicates(insert(PollVote).values(row))).rowcount:
        for table, which in ((PollOption, PollOption.id == option_id), (Post, Post.content_id == piece.id)):
            db.session.execute(update(table).where(which).values(votes=table.votes + 1))
        db.session.expire(post_of(piece))


def chosen(piece: Content, person) -> int | None:
    """Return the row id of the answer that `person` chose, None before."""
    if person.id is None:
        return None
    mine = select(PollVote.option_id).where(PollVote.content_id == piece.id, PollVote.person_id == person.id)
    return db.session.scalar(mine)
