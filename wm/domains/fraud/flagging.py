"""Writing down a sign, once, and putting whoever earns by it before the staff."""

from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from wm.domains import ledger
from wm.domains.fraud.models import WORDS, Flag
from wm.kernel import clock, ids
from wm.kernel.db import db, ignoring_duplicates

HELD_FOR = timedelta(days=14)
GRAVE = 3  # so many open signs, and nothing is paid out until somebody has looked


def flag(person_id: int, sign: str, subject: str, words: str) -> datetime | None:
    """Note a sign about an earning, once; returns until when it is kept back, None when somebody has decided it."""
    until = clock.now() + HELD_FOR
    values = {"person_id": person_id, "sign": sign, "subject": subject, "words": words[:WORDS], "until": until}
    values |= {"public_id": ids.new(), "state": "open", "reason": "", "created_at": clock.now()}
    if not db.session.execute(ignoring_duplicates(insert(Flag)).values(**values)).rowcount:
        mine = select(Flag.until).where(Flag.sign == sign, Flag.subject == subject, Flag.state == "open")
        return db.session.scalar(mine)
    case = ledger.open_case("fraud", case_subject(person_id), words)
    if open_number(person_id) >= GRAVE:
        case.owner_id = person_id  # what payouts look for
    return until


def case_subject(person_id: int) -> str:
    """Return what the case about somebody is about."""
    return f"signs:{person_id}"


def open_number(person_id: int) -> int:
    """Return how many signs about somebody wait to be decided."""
    mine = Flag.person_id == person_id, Flag.state == "open"
    return db.session.scalar(select(func.count()).select_from(Flag).where(*mine)) or 0
