"""How safe somebody's sign-in is: what is set, whether that is enough, and writing down every change."""

from datetime import datetime

from flask import current_app
from sqlalchemy import exists, func, select

from wm.domains import people, platform
from wm.domains.factors.events import SafetyChanged
from wm.domains.factors.models import CodeApp, Passkey, RecoveryCode, Rest
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import SecondFactorNeeded
from wm.kernel.facts import record


def has_any(person_id: int) -> bool:
    """Whether a password alone does not sign this person in."""
    app, passkey = (exists().where(table.person_id == person_id) for table in (CodeApp, Passkey))
    return bool(db.session.scalar(select(app | passkey)))


def is_guarded(person_id: int) -> bool:
    """Whether somebody has a second factor, and recovery codes that they said are kept."""
    kept = exists().where(RecoveryCode.person_id == person_id, RecoveryCode.kept_at.is_not(None))
    return has_any(person_id) and bool(db.session.scalar(select(kept)))


def last_used(person_id: int) -> str:
    """Return when this person has last signed in with an app or a passkey (ISO 8601), "" for never."""
    found = [
        db.session.scalar(select(func.max(table.last_used_at)).where(table.person_id == person_id))
        for table in (CodeApp, Passkey)
    ]
    return max((each.isoformat() for each in found if each), default="")


def demand(person: people.Person) -> None:
    """Refuse whoever needs a second factor and has none. Raises SecondFactorNeeded (403)."""
    if lacks(person.id):
        raise SecondFactorNeeded()


def lacks(person_id: int) -> bool:
    """Whether somebody who needs a second factor has none yet."""
    return current_app.config["TWO_FACTOR_REQUIRED"] and not is_guarded(person_id)


def rests_until(person_id: int) -> datetime | None:
    """Return until when no money of this person leaves, None when it may."""
    until = db.session.scalar(select(func.max(Rest.until)).where(Rest.person_id == person_id))
    return until if until and until > clock.now() else None


def history(person: people.Person, limit: int = 10) -> list:
    """Return the latest changes of somebody's sign-in, newest first: `event`, `created_at`, and `actor_id` of who did it."""
    return platform.acts_on(f"person:{person.id}", starting="factor.", limit=limit)


def changed(person: people.Person, what: str, about: str = "") -> None:
    """Write down what somebody changed about their own sign-in, and tell them by mail."""
    platform.audit(f"factor.{what}", person, f"person:{person.id}", about=about)
    record(SafetyChanged(person_id=person.id, what=what, about=about))
