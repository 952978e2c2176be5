"""What the pages of memberships show: what can be joined, what a choice costs and when, what one has."""

from typing import Any, NamedTuple

from flask import request, url_for
from flask_babel import gettext as _

from wm.blueprints.statement import Source, source_of, way_names
from wm.domains import ledger, memberships, payments, people
from wm.kernel import ids
from wm.kernel.errors import NotNow
from wm.web.limits import network
from wm.web.viewer import viewer

KEY_LENGTH = 22


class Card(NamedTuple):
    """One membership as its owner sees it: whose it is (None: the site), and what is charged next (None: nothing)."""

    row: memberships.Membership
    person: people.Person | None
    charge: memberships.Charge | None

    @property
    def until(self):
        """Until when it stays open although it was not paid for."""
        return self.row.ends_at + memberships.GRACE


def asked_period(mine: memberships.Membership | None = None) -> str:
    """Return whether the months or the years are asked for; unless anything is, as one pays now, else months."""
    usual = mine.period if mine else "month"
    asked = request.values.get("period", usual)
    return asked if asked in memberships.PERIODS else "month"


def of_creator(person: people.Person) -> dict[str, Any]:
    """Return a creator's tiers, how the viewer stands with them, and how many pieces each tier opens."""
    tiers, mine = memberships.tiers_of(person.id), memberships.live(viewer(), person.id)
    shown = {"tiers": tiers, "mine": mine, "opened": memberships.opened(person.id) if tiers else {}}
    return shown | {
        "period": asked_period(mine),
        "has_years": any(tier.per_year for tier in tiers),
        "trials": _trials(tiers),
    }


def _trials(tiers: list[memberships.Tier]) -> set[int]:
    """Return the tiers that joining begins with a trial of, for whoever is looking."""
    offered = [tier for tier in tiers if tier.trial_days]
    return {tier.id for tier in offered} if offered and memberships.may_try(viewer(), offered[0]) else set()


def of_pro() -> dict[str, Any]:
    """Return what the page of Pro shows; `tier` is None on a site so new that nobody has said what Pro is."""
    tier, mine = memberships.find_pro(), memberships.live(viewer(), memberships.SITE)
    shown = {"tier": tier, "period": asked_period(mine), "mine": mine}
    if tier is None:
        return shown
    opened = memberships.opened_by_pro()
    return shown | {"opened": opened, "has_trial": bool(_trials([tier])), "has_years": tier.per_year is not None}


def of_tier(public_id: str, period: str, missing: int = 0) -> dict[str, Any]:
    """Return what the page shows on which one says yes to a tier: what is paid now and then, and what the wallet has."""
    chosen = memberships.find_tier(public_id)
    row = memberships.live(viewer(), chosen.creator_id)
    person = None if chosen.is_pro else people.find(chosen.creator_id)
    shown = {"tier": chosen, "person": person, "mine": row, "period": period, "missing": missing}
    shown |= {"quote": memberships.offer(viewer(), chosen, period), "key": ids.new(KEY_LENGTH)}
    return shown | {"balance": ledger.shown_balance(viewer().id), "ways": ways(), "least": payments.LEAST}


def had_already(public_id: str) -> memberships.Membership | None:
    """Return the viewer's membership when the tier and the period that are asked for are what they have."""
    chosen = memberships.find_tier(public_id)
    row = memberships.live(viewer(), chosen.creator_id)
    if row is None or row.next_tier_id or row.tier_id != chosen.id:
        return None
    return row if asked_period(row) == row.period else None


def ways() -> list[tuple[str, str]]:
    """Return the ways to pay from outside, as pairs of (gateway, words)."""
    names = way_names()
    return [(way.name, names.get(way.name, way.name)) for way in payments.offered() if way.takes_deposits]


def begin_payment(public_id: str, way: str, key: str) -> payments.PaymentAttempt:
    """Begin to bring in what the wallet lacks for a tier; once it is there, joining or changing follows by itself."""
    chosen, period = memberships.find_tier(public_id), asked_period()
    lacks = memberships.offer(viewer(), chosen, period).amount - ledger.wallet(viewer().id).available
    if lacks <= 0 or not key.isalnum() or len(key) != KEY_LENGTH:
        raise NotNow()
    known = {"purpose": "membership", "purpose_ref": f"{chosen.public_id}.{period}", "network": network()}
    return payments.checkout(viewer(), max(lacks, payments.LEAST), gateway=way, key=f"membership:{key}", **known)


@source_of("membership")
def sources(subjects: set[str]) -> dict[str, Source]:
    """Name the memberships behind lines of a wallet."""
    refs = {subject: subject.split(":")[1] for subject in subjects}
    rows = memberships.by_public_ids(refs.values())
    names = {each.id: each.name for each in people.by_ids(row.creator_id for row in rows.values()).values()}
    found = {}
    for subject, ref in refs.items():
        if (row := rows.get(ref)) is not None:
            title = ", ".join(filter(None, (row.tier.name, names.get(row.creator_id))))
            found[subject] = Source(title, url_for("memberships.show", public_id=ref))
    return found


def taken(chosen: memberships.Tier, period: str, key: str) -> tuple[memberships.Membership | None, int]:
    """Join or change; (None, what is missing) when the wallet has not enough."""
    try:
        return memberships.take(viewer(), chosen, period, key=key), 0
    except ledger.InsufficientFunds as refusal:
        return None, refusal.details["missing"]


def done_words(row: memberships.Membership) -> str:
    """Return what is said once somebody has joined or changed."""
    if row.next_tier_id:
        return _("Kept. It changes with your next renewal.")
    return _("Your trial has begun.") if row.state == "trial" else _("You are in. Thank you.")


def cards(person) -> list[Card]:
    """Return all memberships of a person, with whose they are and what is charged next."""
    rows = memberships.of_person(person)
    makers = people.by_ids(row.creator_id for row in rows)
    charges = memberships.next_charges(rows)
    return [Card(row, makers.get(row.creator_id), charges[row.id]) for row in rows]


def of_membership(row: memberships.Membership) -> dict[str, Any]:
    """Return what the page of one membership shows."""
    person = None if row.is_pro else people.find(row.creator_id)
    card = Card(row, person, memberships.next_charge(row))
    shown = {"card": card, "receipts": memberships.receipts(row), "balance": ledger.shown_balance(row.person_id)}
    return shown | {"tiers": memberships.tiers_of(row.creator_id) if not row.is_pro else []}
