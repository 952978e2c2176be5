"""Opening a sign-in whose owner has lost everything: by the staff, after steps that are written down, and money rests."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import delete

from wm.domains import people, platform
from wm.domains.factors import safety, tickets
from wm.domains.factors.errors import OwnFactors, StepsMissing
from wm.domains.factors.events import SafetyChanged
from wm.domains.factors.models import CodeApp, Passkey, RecoveryCode, Rest
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotNow
from wm.kernel.facts import record

REST = timedelta(hours=72)
STEPS = ("mail", "documents", "call", "payments")  # how somebody was told to be who they say
LEAST_STEPS = 2


class Operator(NamedTuple):
    """Whoever has the machine itself, and so everything on it."""

    id: None = None


def ask_opening(person: people.Person, *, by: people.Person, steps: list[str], reason: str) -> platform.Proposal:
    """Ask for every second factor of a person to be taken away; their owner hears of it at once, and can object.

    Once somebody else agrees, their sessions end and no money leaves for three days.
    Raises OwnFactors (403), StepsMissing, ReasonMissing (422), NotNow (409) when there is nothing to take away."""
    known = sorted(set(steps) & set(STEPS))
    if person.id == by.id:
        raise OwnFactors()
    if len(known) < LEAST_STEPS:
        raise StepsMissing()
    _refuse_nothing(person)
    words = f"Open the sign-in of @{person.handle}, made sure by: {', '.join(known)}"
    told = {"person_id": person.id, "steps": ",".join(known), "last_used": safety.last_used(person.id)}
    asked = platform.propose("factor.opening", subject(person), words, by, reason, **told)
    platform.audit("factor.opening_asked", by, f"person:{person.id}")
    record(SafetyChanged(person_id=person.id, what="opening_asked", about=""))
    return asked


def subject(person: people.Person) -> str:
    """Return what the opening of somebody's sign-in is filed under."""
    return f"sign-in:{person.handle}"


def _stands(person_id: int, steps: str, last_used: str) -> dict:
    return {"has_second_step": safety.has_any(person_id), "last_used": safety.last_used(person_id)}


@platform.takes_two("factor.opening", look=_stands, whose=lambda person_id, **_rest: {person_id})
def _agreed(pair: platform.Pair, person_id: int, steps: str, last_used: str) -> None:
    if safety.last_used(person_id) != last_used:
        raise NotNow("Its owner has used the second step since this was asked for, so it is not lost. Drop it.")
    _open(people.find(person_id), pair.by, steps.split(","), pair.reason)


def open_from_console(person: people.Person, *, reason: str) -> None:
    """Do the same from the machine itself: for the only admin of a site. Raises ReasonMissing (422), NotNow (409)."""
    _open(person, Operator(), ["console"], reason)


def _open(person: people.Person, by: people.Person | Operator, steps: list[str], reason: str) -> None:
    _refuse_nothing(person)
    for table in (CodeApp, Passkey, RecoveryCode):
        db.session.execute(delete(table).where(table.person_id == person.id))
    tickets.spoil(person.id)
    until = clock.now() + REST
    db.session.add(Rest(person_id=person.id, until=until))
    people.revoke_all(person)
    platform.audit_explained("factor.opened_by_staff", by, f"person:{person.id}", reason, steps=steps)
    record(SafetyChanged(person_id=person.id, what="opened_by_staff", about=f"{until:%d %B %Y, %H:%M} UTC"))


def _refuse_nothing(person: people.Person) -> None:
    if not safety.has_any(person.id):
        raise NotNow("This account has no second step that could be removed.")
