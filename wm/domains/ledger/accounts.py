"""Accounts: found, or opened the first time that they are asked for."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select

from wm.domains.ledger.models import Account
from wm.kernel import clock, money, quick
from wm.kernel.db import db, ignoring_duplicates, is_only_reading

NEVER_NEGATIVE = ("wallet", "pending", "reserve", "escrow", "tax", "rewards")


def wallet(person_id: int) -> Account:
    """Return the account that a person spends from."""
    return of_person("wallet", person_id)


def of_person(kind: str, person_id: int, floor: int | None = 0) -> Account:
    """Return a person's account of that kind (wallet, pending, available, reserve)."""
    return _opened(kind, str(person_id), person_id, floor)


def find_of_person(kind: str, person_id: int) -> Account | None:
    """Return a person's account of that kind, None when it was never opened."""
    return _named(f"{kind}:{person_id}:{money.currency()}")


def of_site(kind: str, label: str = "site") -> Account:
    """Return an account of the site (revenue, tax, rewards, fees, or clearing and escrow by their label)."""
    return _opened(kind, label, None, 0 if kind in NEVER_NEGATIVE else None)


def _opened(kind: str, label: str, owner_id: int | None, floor: int | None) -> Account:
    unit = money.currency()
    name = f"{kind}:{label}:{unit}"
    found = _named(name)
    if found is not None:
        return found
    known = {"name": name, "kind": kind, "owner_id": owner_id, "currency": unit, "floor": floor}
    empty = {"posted": 0, "held": 0, "moves": 0, "head": "", "frozen_why": "", "created_at": clock.now()}
    if is_only_reading():
        return Account(**known, **empty)  # a page shows that there is nothing, and opens nothing
    db.session.execute(ignoring_duplicates(insert(Account)).values(**known, **empty))
    return _named(name)


def _named(name: str) -> Account | None:
    return db.session.scalars(select(Account).where(Account.name == name)).first()


def locked(account_ids: Iterable[int], connection: Connection | None = None) -> Mapping[int, Any]:
    """Lock these accounts in the order of their ids and return what changes of them, as it is now, by id.

    That is (id, posted, held, floor, moves, head, frozen_at). Whoever needs more locks takes them after these, never before
    (rule of the house: accounts first)."""
    wanted = sorted(set(account_ids))
    given = {f"id{n}": account_id for n, account_id in enumerate(wanted)}
    rows = quick.execute(connection or db.session.connection(), _lock_of(len(wanted)), given)
    return {row.id: row for row in rows}


@lru_cache(maxsize=64)
def _lock_of(count: int) -> Select:
    """Return the statement that locks `count` accounts; made once for each count, since making costs as much as asking."""
    table = Account.__table__
    told = (table.c[name] for name in ("id", "posted", "held", "floor", "moves", "head", "frozen_at"))
    which = table.c.id.in_([bindparam(f"id{n}", type_=table.c.id.type) for n in range(count)])
    return select(*told).where(which).order_by(table.c.id).with_for_update()


def forget(account_ids: Iterable[int]) -> None:
    """Let the session read these accounts anew when they are asked for."""
    for account_id in account_ids:
        known = db.session.identity_map.get(db.session.identity_key(Account, account_id))
        if known is not None:
            db.session.expire(known)
