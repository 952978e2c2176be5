"""Mending a wrong booking by another one, and closing what keeps money from going out: both take two people."""

from collections.abc import Collection

from sqlalchemy import or_, select

from wm.domains import platform
from wm.domains.ledger.accounts import of_site
from wm.domains.ledger.cases import close_case, find_case
from wm.domains.ledger.errors import InsufficientFunds
from wm.domains.ledger.models import Account, Case, Move
from wm.domains.ledger.overview import find_account
from wm.domains.ledger.posting import Journal, Line, post
from wm.domains.ledger.reasons import REASONS, allows
from wm.kernel import money
from wm.kernel.db import db
from wm.kernel.errors import Invalid, NotNow

REASON = "correction"
KINDS = sorted({kind for pair in REASONS[REASON] for kind in pair})


def ask_correction(case: Case, source: str, target: str, amount: int, by, words: str, *, key: str) -> platform.Proposal:
    """Ask that `amount` (minor units) goes from one account to another, by their names, because of an open case.

    One journal does it, through what the site has earned unless the two may meet directly. It is posted when a second
    person agrees. Raises NotNow (409), Invalid, ReasonMissing (422), InsufficientFunds (402), OwnMoney (403)."""
    if case.closed_at is not None:
        raise NotNow()
    debit = find_account(source)
    _lines(debit, find_account(target), amount)
    if debit.floor is not None and debit.available - amount < debit.floor:
        raise InsufficientFunds(missing=debit.floor + amount - debit.available, currency=debit.currency)
    said = f"{money.written(amount, debit.currency)} from {source} to {target}"
    args = {"case": case.public_id, "source": source, "target": target, "amount": amount, "key": key}
    return platform.propose("money.correction", f"case:{case.public_id}", said, by, words, **args)


def _sums(source: str, target: str, **_rest) -> dict:
    return {name: find_account(name).posted for name in (source, target)}


def _owners(source: str, target: str, **_rest) -> set[int]:
    return {find_account(name).owner_id for name in (source, target)} - {None}


@platform.takes_two("money.correction", look=_sums, whose=_owners)
def _corrected(pair: platform.Pair, case: str, source: str, target: str, amount: int, key: str) -> Journal:
    if find_case(case).closed_at is not None:
        raise NotNow()
    lines = _lines(find_account(source), find_account(target), amount)
    return post(f"correction:{key}", lines, subject=f"case:{case}")


def _lines(debit: Account, credit: Account, amount: int) -> list[Line]:
    """Return the moves of a correction. Raises Invalid for what no reason allows."""
    if not 0 < amount <= money.MOST or debit.id == credit.id or debit.currency != credit.currency:
        raise Invalid("A correction takes an amount from one account to another of the same currency.")
    if allows(REASON, debit.kind, credit.kind):
        return [Line(REASON, debit, credit, amount)]
    revenue = of_site("revenue")
    ends = allows(REASON, debit.kind, "revenue") and allows(REASON, "revenue", credit.kind)
    if not ends or revenue.id in (debit.id, credit.id):
        raise Invalid(f"Corrections go between accounts of these kinds: {', '.join(KINDS)}.")
    return [Line(REASON, debit, revenue, amount), Line(REASON, revenue, credit, amount)]


def corrections(limit: int = 30) -> list[Move]:
    """Return the newest corrections, newest first."""
    return list(db.session.scalars(select(Move).where(Move.reason == REASON).order_by(Move.id.desc()).limit(limit)))


def names_to_correct(owner_ids: Collection[int]) -> list[str]:
    """Return the names of the accounts that a correction may name: the site's, and those of these people."""
    ours = Account.kind.in_(KINDS), or_(Account.owner_id.is_(None), Account.owner_id.in_(owner_ids))
    return list(db.session.scalars(select(Account.name).where(*ours).order_by(Account.name).limit(100)))


def account_of_case(public_id: str) -> str:
    """Return the name of the account that a case is about, "" when it is about none."""
    about = select(Account.name).join(Case, Case.account_id == Account.id).where(Case.public_id == public_id)
    return db.session.scalar(about) or ""


def is_account(name: str) -> bool:
    """Whether the books have an account of that name."""
    return db.session.scalar(select(Account.id).where(Account.name == name)) is not None


def loosens(case: Case) -> bool:
    """Whether closing a case lets money out: it keeps an account frozen, or payouts from going."""
    account = db.session.get(Account, case.account_id) if case.account_id else None
    return case.kind == "fraud" or bool(account and account.is_frozen)


def ask_closing(case: Case, by, outcome: str) -> platform.Proposal | None:
    """Close a case at once (None), or, when that lets money out, once a second person agrees. Raises as `close_case`."""
    if case.closed_at is not None:
        raise NotNow()
    if not loosens(case):
        close_case(case, by, outcome)
        return None
    said = f"Close a case of {case.kind}, so that money can go out again: {case.words}"[:300]
    return platform.propose("money.case", f"case:{case.public_id}", said, by, outcome, public_id=case.public_id)


def _stands(public_id: str) -> dict:
    case = find_case(public_id)
    account = db.session.get(Account, case.account_id) if case.account_id else None
    return {"is_open": case.closed_at is None, "is_frozen": bool(account and account.is_frozen)}


def _owner(public_id: str) -> set[int]:
    return {find_case(public_id).owner_id} - {None}


@platform.takes_two("money.case", look=_stands, whose=_owner)
def _closed(pair: platform.Pair, public_id: str) -> Case:
    return close_case(find_case(public_id), pair.by, pair.reason)
