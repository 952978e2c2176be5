"""Changes to who follows, blocks and mutes whom; doing one again changes nothing and tells nobody."""

from sqlalchemy import delete, insert, select

from wm.domains import people
from wm.domains.graph import faces
from wm.domains.graph.errors import NotThere, ThatIsYou
from wm.domains.graph.events import (
    PersonBlocked,
    PersonFollowed,
    PersonMuted,
    PersonUnblocked,
    PersonUnfollowed,
    PersonUnmuted,
)
from wm.domains.graph.models import Block, Follow, Mute
from wm.domains.graph.queries import are_apart, has_blocked
from wm.kernel import clock, limits
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.facts import record

CHANGES_PER_MINUTE, CHANGES_PER_DAY = 30, 1000
MINUTE, DAY = 60, 86400
TOO_OFTEN = "That were many changes in a short time. Take a breath and go on in a moment."


def count_change(person) -> None:
    """Count one change that `person` asks for; it ends the present transaction. Raises TooMany (429)."""
    limits.spend(f"graph:{person.id}", CHANGES_PER_DAY, DAY, TOO_OFTEN)
    limits.spend(f"graph:{person.id}", CHANGES_PER_MINUTE, MINUTE, TOO_OFTEN)


def follow(person, other) -> None:
    """Let `person` hear of what `other` publishes. Raises ThatIsYou (422), NotThere (404) when a block stands between.

    The row is written before the look: its foreign keys wait for a block that is just being made."""
    _refuse_oneself(person, other)
    is_new = _added(Follow, follower_id=person.id, followed_id=other.id)
    if are_apart(person, other.id):
        raise NotThere()
    if is_new:
        faces.changed(person.id)
        record(PersonFollowed(follower_id=person.id, followed_id=other.id))


def unfollow(person, other) -> None:
    """Let `person` hear no more of what `other` publishes."""
    if _removed(Follow, follower_id=person.id, followed_id=other.id):
        faces.changed(person.id)
        record(PersonUnfollowed(follower_id=person.id, followed_id=other.id))


def block(person, other) -> None:
    """Let the two not see each other any more; both follows end. Raises ThatIsYou (422), NotThere (404)."""
    _refuse_oneself(person, other)
    _refuse_blocked(person, other)
    _hold_both(person, other)
    if _added(Block, blocker_id=person.id, blocked_id=other.id):
        unfollow(person, other)
        unfollow(other, person)
        record(PersonBlocked(blocker_id=person.id, blocked_id=other.id))


def unblock(person, other) -> None:
    """Take back a block; the follows that it ended do not come back."""
    if _removed(Block, blocker_id=person.id, blocked_id=other.id):
        record(PersonUnblocked(blocker_id=person.id, blocked_id=other.id))


def mute(person, other) -> None:
    """Keep `other` out of `person`'s feeds and notifications, unseen. Raises ThatIsYou (422), NotThere (404)."""
    _refuse_oneself(person, other)
    _refuse_blocked(person, other)
    if _added(Mute, muter_id=person.id, muted_id=other.id):
        record(PersonMuted(muter_id=person.id, muted_id=other.id))


def unmute(person, other) -> None:
    """Let `other` back in."""
    if _removed(Mute, muter_id=person.id, muted_id=other.id):
        record(PersonUnmuted(muter_id=person.id, muted_id=other.id))


def _refuse_oneself(person, other) -> None:
    if person.id == other.id:
        raise ThatIsYou()


def _refuse_blocked(person, other) -> None:
    """Whoever was blocked finds nobody there; one's own block stands in nobody's way."""
    if has_blocked(other, person):
        raise NotThere()


def _hold_both(person, other) -> None:
    """Lock both people in one order, so that no follow slips in beside a block."""
    both = select(people.Person.id).where(people.Person.id.in_((person.id, other.id)))
    db.session.execute(both.order_by(people.Person.id).with_for_update())


def _added(table, **pair: int) -> bool:
    row = ignoring_duplicates(insert(table)).values(**pair, created_at=clock.now())
    return bool(db.session.execute(row).rowcount)


def _removed(table, **pair: int) -> bool:
    return bool(db.session.execute(delete(table).filter_by(**pair)).rowcount)
