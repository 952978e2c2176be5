"""What a creator does with tiers: make them, say what they cost, order, close and remove them."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from wm.domains import entitlements
from wm.domains.memberships.errors import TierInUse, TooManyTiers
from wm.domains.memberships.events import PriceChanged
from wm.domains.memberships.models import (
    BENEFIT_LENGTH,
    BENEFITS,
    COLOURS,
    LEAST,
    MOST,
    NAME_LENGTH,
    SITE,
    TIERS,
    TRIAL_DAYS,
    Membership,
    Period,
    Price,
    Tier,
)
from wm.domains.memberships.queries import forget_tiers, tiers_of
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import Invalid
from wm.kernel.facts import record

NOTICE = timedelta(days=14)  # members hear of another price so long before they pay it


def make_tier(creator_id: int, **fields) -> Tier:
    """Make a tier above the others. `fields`: name, per_month, per_year (or None), benefits (lines), colour, trial_days.

    Raises Invalid (422), TooManyTiers (409)."""
    said = checked(**fields)
    taken = set(db.session.scalars(select(Tier.level).where(Tier.creator_id == creator_id).with_for_update()))
    free = [level for level in range(1, TIERS + 1) if level > max(taken, default=0)] or [
        level for level in range(1, TIERS + 1) if level not in taken
    ]
    if not free or (creator_id == SITE and taken):
        raise TooManyTiers()
    tier = Tier(creator_id=creator_id, level=free[0], currency=money.currency(), **said)
    db.session.add(tier)
    db.session.flush()
    _price(tier, clock.now())
    forget_tiers(creator_id)
    return tier


def edit_tier(tier: Tier, **fields) -> Tier:
    """Change what a tier is; another price is for those who join from now on, and for members after NOTICE."""
    said, before = checked(**fields), (tier.per_month, tier.per_year)
    for name, value in said.items():
        setattr(tier, name, value)
    if (tier.per_month, tier.per_year) != before:
        price = _price(tier, clock.now() + NOTICE)
        record(PriceChanged(tier.id, price.id))
    db.session.flush()
    return tier


def _price(tier: Tier, members_from) -> Price:
    price = Price(tier_id=tier.id, per_month=tier.per_month, per_year=tier.per_year, members_from=members_from)
    db.session.add(price)
    db.session.flush()
    return price


def checked(
    *,
    name: str,
    per_month: int,
    per_year: int | None,
    benefits: list[str],
    colour: str = COLOURS[0],
    trial_days: int = 0,
) -> dict:
    """Return what a tier shall be, tidied. Raises Invalid (422)."""
    wrong: dict[str, list[str]] = {}
    name, lines = name.strip(), [line.strip() for line in benefits if line.strip()]
    if not 0 < len(name) <= NAME_LENGTH:
        wrong["name"] = [f"Give it a name of up to {NAME_LENGTH} characters."]
    if len(lines) > BENEFITS or any(len(line) > BENEFIT_LENGTH for line in lines):
        wrong["benefits"] = [f"Up to {BENEFITS} lines, each of up to {BENEFIT_LENGTH} characters."]
    for field, amount in (("per_month", per_month), ("per_year", per_year)):
        if amount is not None and not LEAST <= amount <= MOST:
            wrong[field] = [f"Between {money.written(LEAST)} and {money.written(MOST)}."]
    if colour not in COLOURS or not 0 <= trial_days <= TRIAL_DAYS:
        wrong["trial_days"] = [f"A trial lasts up to {TRIAL_DAYS} days."]
    if wrong:
        raise Invalid(fields=wrong)
    said = {"name": name, "per_month": per_month, "per_year": per_year, "colour": colour, "trial_days": trial_days}
    return said | {"benefits": lines}


def move_up(tier: Tier) -> None:
    """Let a tier open what the next higher one opened, and the other way round, for their members too."""
    _swap(tier, next((other for other in tiers_of(tier.creator_id, closed=True) if other.level > tier.level), None))


def move_down(tier: Tier) -> None:
    """The same with the next lower one."""
    lower = [other for other in tiers_of(tier.creator_id, closed=True) if other.level < tier.level]
    _swap(tier, lower[-1] if lower else None)


def _swap(tier: Tier, other: Tier | None) -> None:
    if other is None:
        return
    mine, theirs = tier.level, other.level
    for row, level in ((tier, 0), (other, mine), (tier, theirs)):
        row.level = level
        db.session.flush()
    for row in (tier, other):
        _level_members(row)


def _level_members(tier: Tier) -> None:
    """Let the rights of a tier's members say its present level."""
    members = select(Membership.public_id).where(Membership.tier_id == tier.id, Membership.state != "ended")
    grant = entitlements.Grant
    theirs = update(grant).where(grant.source == "membership", grant.source_ref.in_(members))
    db.session.execute(theirs.values(level=tier.level), execution_options={"synchronize_session": "fetch"})


def close(tier: Tier) -> None:
    """Let nobody new join; members go on as they are."""
    tier.closed_at = tier.closed_at or clock.now()
    forget_tiers(tier.creator_id)


def reopen(tier: Tier) -> None:
    """Let people join again."""
    tier.closed_at = None
    forget_tiers(tier.creator_id)


def remove(tier: Tier) -> None:
    """Remove a tier that nobody has ever joined. Raises TierInUse (409)."""
    named = (Membership.tier_id == tier.id) | (Membership.next_tier_id == tier.id)
    used = select(Membership.id).where(named).limit(1), select(Period.id).where(Period.tier_id == tier.id).limit(1)
    if any(db.session.scalar(each) is not None for each in used):
        raise TierInUse()
    db.session.execute(delete(Price).where(Price.tier_id == tier.id))
    db.session.delete(tier)
    db.session.flush()
    forget_tiers(tier.creator_id)
