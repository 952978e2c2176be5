"""Pro: the site's own tier, which is made from the settings when somebody first asks for it."""

from flask import current_app

from wm.domains import platform
from wm.domains.memberships.models import SITE, Tier
from wm.domains.memberships.queries import tiers_of
from wm.domains.memberships.tiers import close, edit_tier, make_tier, reopen

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


def change_pro(by, words: str, is_open: bool, **fields) -> Tier:
    """Change what Pro is and costs, with a reason for the audit log. Raises ReasonMissing, Invalid (422)."""
    tier = edit_tier(pro(), **fields)
    (reopen if is_open else close)(tier)
    said = {"per_month": tier.per_month, "per_year": tier.per_year, "trial_days": tier.trial_days}
    platform.audit_explained("money.pro_changed", by, f"tier:{tier.public_id}", words, **said)
    return tier
