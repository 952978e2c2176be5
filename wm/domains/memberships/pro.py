"""Pro: the site's own tier, which is made from the settings when somebody first asks for it."""

from flask import current_app

from wm.domains import platform
from wm.domains.memberships.models import SITE, Tier
from wm.domains.memberships.queries import tiers_of
from wm.domains.memberships.tiers import checked, close, edit_tier, make_tier, reopen
from wm.kernel import money

BENEFITS = [
    "Everything that creators open to Pro, from all of them",
    "A part of what you pay goes to the creators' pool",
]


def find_pro() -> Tier | None:
    """Return Pro, None before it was made."""
    return next(iter(tiers_of(SITE, closed=True)), None)


def pro() -> Tier:
    """Return Pro; make it from the settings when there is none yet. For deeds; pages ask `find_pro`."""
    return find_pro() or make_tier(SITE, **of_settings())


def of_settings() -> dict:
    """Return what Pro is before an admin says otherwise."""
    said = current_app.config
    prices = {"per_month": said["PRO_PRICE_MONTH"], "per_year": said["PRO_PRICE_YEAR"] or None}
    return prices | {"name": "Pro", "benefits": BENEFITS, "colour": "ink", "trial_days": said["PRO_TRIAL_DAYS"]}


def ask_pro(by, words: str, is_open: bool, **fields) -> platform.Proposal:
    """Ask for another Pro: what it is, promises and costs. Nothing changes until a second person agrees.

    Raises ReasonMissing, Invalid (422)."""
    said = checked(**fields)
    return platform.propose("money.pro", "pro:site", _told(is_open, **said), by, words, is_open=is_open, **said)


def _told(is_open: bool, per_month: int, per_year: int | None, trial_days: int, **_rest) -> str:
    year = f", {money.written(per_year)} a year" if per_year else ""
    door = "people can join" if is_open else "nobody new can join"
    return f"Pro: {money.written(per_month)} a month{year}, {trial_days} free days, {door}"


def _stands(**_args) -> dict:
    tier = find_pro()
    told = ("name", "per_month", "per_year", "benefits", "trial_days", "is_open")
    return {name: getattr(tier, name) for name in told} if tier else of_settings()


@platform.takes_two("money.pro", look=_stands)
def _agreed(pair: platform.Pair, is_open: bool, **fields) -> Tier:
    tier = edit_tier(pro(), **fields)
    (reopen if is_open else close)(tier)
    return tier
