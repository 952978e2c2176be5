"""Reads: tiers and their prices, how somebody stands with a creator, what was paid."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from wm.domains import content, entitlements
from wm.domains.memberships.models import SITE, Membership, Period, Price, Tier
from wm.kernel import cache, clock
from wm.kernel.db import after_commit, db
from wm.kernel.errors import NotFound

SHOWN_SECONDS = 600
SHOWN = 500
BOTH = (joinedload(Membership.tier), joinedload(Membership.next_tier))


def tiers_of(creator_id: int, closed: bool = False) -> list[Tier]:
    """Return a creator's tiers, the one that opens least first; with those that take nobody new if `closed`."""
    wanted = select(Tier).where(Tier.creator_id == creator_id).order_by(Tier.level)
    return list(db.session.scalars(wanted if closed else wanted.where(Tier.closed_at.is_(None))))


def has_tiers(creator_id: int) -> bool:
    """Whether somebody may join something of a creator's; kept for a short while, since every page of theirs asks."""
    return cache.through(f"tiers:{creator_id}", SHOWN_SECONDS, lambda: bool(tiers_of(creator_id)))


def forget_tiers(creator_id: int) -> None:
    """Let pages read anew whether there are tiers, once the present transaction holds."""
    after_commit(lambda: cache.forget(f"tiers:{creator_id}"))


def find_tier(public_id: str) -> Tier:
    """Return a tier. Raises NotFound."""
    return _found(select(Tier).where(Tier.public_id == public_id))


def own_tier(public_id: str, person) -> Tier:
    """Return a tier of `person`'s. Raises NotFound."""
    return _found(select(Tier).where(Tier.public_id == public_id, Tier.creator_id == person.id))


def live(person, creator_id: int) -> Membership | None:
    """Return how `person` stands with a creator (SITE for Pro); None when they are no member at present."""
    if person.id is None:
        return None
    mine = Membership.person_id == person.id, Membership.creator_id == creator_id, Membership.state != "ended"
    return db.session.scalars(select(Membership).where(*mine).options(*BOTH)).first()


def earlier(person, creator_id: int) -> Membership | None:
    """Return the row of the two, ended or not, None when `person` has never been a member there."""
    mine = Membership.person_id == person.id, Membership.creator_id == creator_id
    return db.session.scalars(select(Membership).where(*mine).options(*BOTH)).first()


def is_pro(person) -> bool:
    """Whether `person` has Pro at this moment, days of grace included. For what is shown; rights are asked of entitlements."""
    return live(person, SITE) is not None


def of_person(person) -> list[Membership]:
    """Return the memberships of a person, at most SHOWN, those that live first, then by when they were joined, newest first."""
    mine = select(Membership).where(Membership.person_id == person.id).options(*BOTH)
    mine = mine.order_by(Membership.state == "ended", Membership.joined_at.desc()).limit(SHOWN)
    return list(db.session.scalars(mine))


def own(public_id: str, person) -> Membership:
    """Return a membership of `person`'s. Raises NotFound."""
    mine = Membership.public_id == public_id, Membership.person_id == person.id
    return _found(select(Membership).where(*mine).options(*BOTH))


def by_public_ids(public_ids: Iterable[str]) -> dict[str, Membership]:
    """Return memberships, whosesoever they are, by their public ids."""
    wanted = select(Membership).where(Membership.public_id.in_(set(public_ids))).options(*BOTH)
    return {row.public_id: row for row in db.session.scalars(wanted)}


def with_row_id(membership_id: int) -> Membership:
    """Return a membership by its row id. Raises NotFound."""
    return _found(select(Membership).where(Membership.id == membership_id).options(*BOTH))


def _found(wanted):
    row = db.session.scalars(wanted).first()
    if row is None:
        raise NotFound()
    return row


def receipts(membership: Membership) -> list[Period]:
    """Return every period that was begun, newest first."""
    mine = select(Period).where(Period.membership_id == membership.id)
    return list(db.session.scalars(mine.order_by(Period.number.desc())))


def period(membership_id: int, number: int) -> Period:
    """Return one of them. Raises NotFound."""
    return _found(select(Period).where(Period.membership_id == membership_id, Period.number == number))


def price_for(tier_id: int, agreed_id: int, at: datetime) -> Price:
    """Return what a member who agreed to one price pays for a period that begins at `at`."""
    return fitting(prices_of([tier_id])[tier_id], agreed_id, at)


def prices_of(tier_ids: Iterable[int]) -> dict[int, list[Price]]:
    """Return all that these tiers have ever cost, oldest first, by their row ids."""
    found: dict[int, list[Price]] = {tier_id: [] for tier_id in tier_ids}
    for price in db.session.scalars(select(Price).where(Price.tier_id.in_(found)).order_by(Price.id)):
        found[price.tier_id].append(price)
    return found


def fitting(prices: Iterable[Price], agreed_id: int, at: datetime) -> Price:
    """Return the newest of these that was agreed to, or that members pay by then."""
    return [price for price in prices if price.id == agreed_id or (price.id > agreed_id and price.members_from <= at)][
        -1
    ]


def price_today(tier: Tier) -> Price:
    """Return the price that somebody agrees to who joins now."""
    wanted = select(Price).where(Price.tier_id == tier.id).order_by(Price.id.desc()).limit(1)
    return db.session.scalars(wanted).one()


def due(limit: int) -> list[int]:
    """Return the row ids of memberships for which something is to happen, longest waiting first."""
    waiting = select(Membership.id).where(Membership.due_at <= clock.now())
    return list(db.session.scalars(waiting.order_by(Membership.due_at).limit(limit)))


def opened(creator_id: int) -> dict[int, int]:
    """Return how many published pieces of a creator each level opens; a higher one opens those of the lower ones too."""
    lock, piece = entitlements.Lock, content.Content
    mine = select(lock.by_level, func.count()).join(piece, piece.id == lock.content_id)
    mine = mine.where(lock.maker_id == creator_id, lock.by_level > 0, piece.state == "published")
    counts = dict(db.session.execute(mine.group_by(lock.by_level)).all())
    return {level: sum(n for least, n in counts.items() if least <= level) for level in range(1, 6)}


def opened_by_pro() -> int:
    """Return how many published pieces Pro opens."""
    lock, piece = entitlements.Lock, content.Content
    wanted = select(func.count()).select_from(lock).join(piece, piece.id == lock.content_id)
    return db.session.scalar(wanted.where(lock.by_pro, piece.state == "published")) or 0


def tiers_by_ids(tier_ids: Iterable[int]) -> dict[int, Tier]:
    """Return tiers by their row ids."""
    return {tier.id: tier for tier in db.session.scalars(select(Tier).where(Tier.id.in_(set(tier_ids))))}


def past_due(person_id: int) -> list[int]:
    """Return the row ids of what a person could not pay for yet."""
    mine = Membership.person_id == person_id, Membership.state == "past_due"
    return list(db.session.scalars(select(Membership.id).where(*mine).order_by(Membership.id)))


def members_after(tier_id: int, after: int, limit: int) -> list[int]:
    """Return the row ids of live memberships of a tier, present or chosen for later, behind a row id."""
    here = or_(Membership.tier_id == tier_id, Membership.next_tier_id == tier_id)
    wanted = select(Membership.id).where(here, Membership.state != "ended", Membership.id > after)
    return list(db.session.scalars(wanted.order_by(Membership.id).limit(limit)))


def ending_soon(limit: int = 5000) -> list[Membership]:
    """Return the trials that are paid on within two days, and the years within a week."""
    now, row = clock.now(), Membership
    trial = and_(row.state == "trial", row.due_at <= now + timedelta(days=2))
    year = and_(row.state == "active", row.period == "year", row.due_at <= now + timedelta(days=7))
    wanted = select(row).where(row.due_at > now, row.cancelled_at.is_(None), or_(trial, year))
    return list(db.session.scalars(wanted.order_by(row.due_at).limit(limit)))
