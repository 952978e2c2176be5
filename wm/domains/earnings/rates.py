"""The site's share: by source, from a moment on; what was sold before keeps the share of its own time."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from wm.domains import platform
from wm.domains.earnings.errors import RateInThePast
from wm.domains.earnings.models import SOURCES, Rate
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import Invalid

FIRST = {"sale": 1000, "tip": 500, "membership": 1000, "reward": 0}  # basis points, until somebody says otherwise


def rate_at(source: str, moment: datetime) -> int:
    """Return the site's share of what was sold at `moment`, in basis points."""
    wanted = select(Rate.basis_points).where(Rate.source == source, Rate.from_at <= moment)
    found = db.session.scalar(wanted.order_by(Rate.from_at.desc()).limit(1))
    return FIRST[source] if found is None else found


def rates() -> list[Rate]:
    """Return the whole table, newest first."""
    return list(db.session.scalars(select(Rate).order_by(Rate.from_at.desc(), Rate.id.desc())))


def ask_rate(source: str, basis_points: int, from_at: datetime, by, words: str) -> platform.Proposal:
    """Ask for another share from a moment on; it is set when a second person agrees. Raises as `set_rate` does."""
    _refuse(source, basis_points, from_at)
    said = f"The site's share of each {source}: {basis_points / 100:g} % from {from_at:%Y-%m-%d %H:%M} UTC on"
    told = {"source": source, "basis_points": basis_points, "from_at": from_at.isoformat()}
    return platform.propose("money.rate", f"rate:{source}", said, by, words, **told)


def _stands(source: str, basis_points: int, from_at: str) -> dict:
    return {"basis_points": rate_at(source, datetime.fromisoformat(from_at))}


@platform.takes_two("money.rate", look=_stands)
def _agreed(pair: platform.Pair, source: str, basis_points: int, from_at: str) -> Rate:
    return set_rate(source, basis_points, datetime.fromisoformat(from_at), pair.by, pair.reason)


def _refuse(source: str, basis_points: int, from_at: datetime) -> None:
    if from_at < clock.now():
        raise RateInThePast()
    if source not in SOURCES or not 0 <= basis_points <= money.WHOLE:
        raise Invalid("A share is between 0 and 100 per cent.")


def set_rate(source: str, basis_points: int, from_at: datetime, by, words: str) -> Rate:
    """Change the site's share from a moment on; doors ask for it. Raises RateInThePast, Invalid, ReasonMissing (422)."""
    _refuse(source, basis_points, from_at)
    platform.audit_explained(
        "money.rate_set", by, f"rate:{source}", words, basis_points=basis_points, from_at=from_at.isoformat()
    )
    rate = Rate(source=source, basis_points=basis_points, from_at=from_at, words=words.strip()[:300], created_by=by.id)
    db.session.add(rate)
    db.session.flush()
    return rate


def tax_in(gross: int) -> int:
    """Return the tax that a price of `gross` contains."""
    percent = current_app.config["TAX_BASIS_POINTS"]
    return money.split(gross, [money.WHOLE, percent])[1] if percent else 0
