"""The books at a glance, for the staff and for what has to know whether an account is under a case."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, select

from wm.domains.ledger.events import ReadingAsked
from wm.domains.ledger.models import Account, Case, Move
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.facts import record
from wm.kernel.paging import Page, cut, decode

PAGE = 50


class KindSum(NamedTuple):
    """All accounts of one kind in one currency: how many, their sum, and what is promised to go out of them."""

    kind: str
    currency: str
    count: int
    posted: int
    held: int


def sums_by_kind() -> list[KindSum]:
    """Return the trial balance: what all accounts of each kind add up to."""
    columns = (func.count(Account.id), func.sum(Account.posted), func.sum(Account.held))
    wanted = select(Account.kind, Account.currency, *columns).group_by(Account.kind, Account.currency)
    rows = db.session.execute(wanted.order_by(Account.currency, Account.kind))
    return [KindSum(kind, unit, count, int(posted), int(held)) for kind, unit, count, posted, held in rows]


def find_account(name: str) -> Account:
    """Return an account by its name ("wallet:12:USD"). Raises NotFound."""
    found = db.session.scalars(select(Account).where(Account.name == name)).first()
    if found is None:
        raise NotFound()
    return found


def newest_moves(cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of all moves, newest first."""
    wanted = select(Move)
    if place := decode(cursor, int):
        wanted = wanted.where(Move.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Move.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda move: (move.id,))


def of_subjects(subjects: Iterable[str]) -> dict[str, list[Move]]:
    """Return the moves about each of these things, oldest first."""
    found: dict[str, list[Move]] = {}
    for move in db.session.scalars(select(Move).where(Move.subject.in_(set(subjects))).order_by(Move.id)):
        found.setdefault(move.subject, []).append(move)
    return found


def was_posted(key: str) -> bool:
    """Whether a journal stands under `key`."""
    return db.session.scalar(select(Move.id).where(Move.key == f"{key}/0")) is not None


def cases_of(owner_id: int, kind: str = "") -> list[Case]:
    """Return the open cases about a person, oldest first."""
    theirs = select(Case).where(Case.owner_id == owner_id, Case.closed_at.is_(None))
    theirs = theirs.where(Case.kind == kind) if kind else theirs
    return list(db.session.scalars(theirs.order_by(Case.id)))


def closed_cases(cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the cases that are closed, newest first."""
    wanted = select(Case).where(Case.closed_at.is_not(None))
    if place := decode(cursor, int):
        wanted = wanted.where(Case.id < place[0])
    rows = list(db.session.scalars(wanted.order_by(Case.id.desc()).limit(size + 1)))
    return cut(rows, size, lambda case: (case.id,))


def settle_case(kind: str, subject: str, outcome: str, by=None) -> None:
    """Close the open case of that kind about `subject`, if there is one: what it was about has ended by itself."""
    same = select(Case).where(Case.kind == kind, Case.subject == subject, Case.closed_at.is_(None))
    for case in db.session.scalars(same):
        case.closed_at, case.closed_by, case.outcome = clock.now(), by and by.id, outcome[:300]
    db.session.flush()


def ask_reading() -> None:
    """Ask for the books to be read now, beside the hour."""
    record(ReadingAsked())
