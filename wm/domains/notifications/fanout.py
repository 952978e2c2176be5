"""Telling all followers of a maker, so many at a time: one page of follows, one insert of many rows."""

from sqlalchemy import and_, insert, or_, select

from wm.domains import content
from wm.domains.graph import Block, Follow, Mute
from wm.domains.notifications import counter
from wm.domains.notifications.models import Notification, NotificationChoice
from wm.domains.notifications.tidings import Tiding
from wm.kernel import clock, ids
from wm.kernel.db import db, ignoring_duplicates

AT_ONCE = 1000
FOR_FOLLOWERS = ("public", "followers")


def tell_followers(piece: content.Content, after: int = 0, limit: int = AT_ONCE) -> int | None:
    """Tell at most `limit` followers that a piece is out, those after the follow with that row id.

    Returns where the next batch begins, None after the last one. Telling the same batch again adds nothing."""
    if not piece.is_published or piece.visibility not in FOR_FOLLOWERS:
        return None
    page = select(Follow.id, Follow.follower_id).where(Follow.followed_id == piece.person_id, Follow.id > after)
    rows = db.session.execute(page.order_by(Follow.id).limit(limit)).all()
    followers = {row.follower_id for row in rows}
    _write(piece, sorted(followers - _unwilling(piece.person_id, followers)))
    return rows[-1].id if len(rows) == limit else None


def _unwilling(maker_id: int, followers: set[int]) -> set[int]:
    """Return those who muted the maker, are apart from them, or do not want to hear of anything published."""
    choice = NotificationChoice
    silent = choice.event == "published", choice.channel == "app", choice.wanted.is_(False)
    wishes = (
        select(Mute.muter_id).where(Mute.muted_id == maker_id, Mute.muter_id.in_(followers)),
        select(choice.person_id).where(choice.person_id.in_(followers), *silent),
    )
    apart = select(Block.blocker_id, Block.blocked_id).where(
        or_(
            and_(Block.blocker_id == maker_id, Block.blocked_id.in_(followers)),
            and_(Block.blocked_id == maker_id, Block.blocker_id.in_(followers)),
        )
    )
    found = {person_id for wish in wishes for person_id in db.session.scalars(wish)}
    return found | {person_id for pair in db.session.execute(apart) for person_id in pair}


def _write(piece: content.Content, person_ids: list[int]) -> None:
    if not person_ids:
        return
    said = Tiding("published", piece.person_id, "content", piece.id, piece.id).row()
    said |= {"actors": 1, "last_at": clock.now()}
    rows = [said | {"person_id": person_id, "public_id": ids.new()} for person_id in person_ids]
    db.session.execute(ignoring_duplicates(insert(Notification)), rows)
    counter.changed(person_ids)
