"""Reads of payments: attempts of a person, those that are due, counts that limits ask for."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import func, or_, select

from wm.domains import ledger
from wm.domains.payments import gateways
from wm.domains.payments.errors import AttemptNotFound
from wm.domains.payments.models import ENDED, PaymentAttempt
from wm.kernel import clock
from wm.kernel.db import db


def by_id(attempt_id: int) -> PaymentAttempt | None:
    """Return an attempt by its row id."""
    return db.session.get(PaymentAttempt, attempt_id)


def locked(attempt_id: int) -> PaymentAttempt | None:
    """Lock an attempt and return it as it is now; accounts are locked before, never after."""
    wanted = select(PaymentAttempt).where(PaymentAttempt.id == attempt_id).with_for_update()
    return db.session.scalars(wanted.execution_options(populate_existing=True)).first()


def by_key(key: str) -> PaymentAttempt | None:
    """Return the attempt that was begun under `key`, as it is now."""
    wanted = select(PaymentAttempt).where(PaymentAttempt.key == key)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).first()


def by_thing(gateway: str, thing: str) -> PaymentAttempt | None:
    """Return the attempt that a gateway's thing is about: by the gateway's id of it, or by our key."""
    mine = or_(PaymentAttempt.gateway_ref == thing, PaymentAttempt.public_id == thing)
    return db.session.scalars(select(PaymentAttempt).where(PaymentAttempt.gateway == gateway, mine).limit(1)).first()


def own(public_id: str, person) -> PaymentAttempt:
    """Return an attempt of this person. Raises AttemptNotFound (404)."""
    mine = (PaymentAttempt.public_id == public_id) & (PaymentAttempt.person_id == person.id)
    found = db.session.scalars(select(PaymentAttempt).where(mine).execution_options(populate_existing=True)).first()
    if found is None:
        raise AttemptNotFound()
    return found


def of_subjects(subjects: Iterable[str]) -> dict[str, PaymentAttempt]:
    """Return attempts by what the books call them ("payment:AbC")."""
    ids = {subject.removeprefix("payment:") for subject in subjects if subject.startswith("payment:")}
    found = db.session.scalars(select(PaymentAttempt).where(PaymentAttempt.public_id.in_(ids))) if ids else ()
    return {attempt.subject: attempt for attempt in found}


def open_deposits(person_id: int, since: datetime, limit: int = 5) -> Sequence[PaymentAttempt]:
    """Return what a person has begun to pay in since then and has not been answered for good, newest first."""
    mine = PaymentAttempt.person_id == person_id, PaymentAttempt.kind == "deposit"
    waiting = PaymentAttempt.state.not_in(ENDED), PaymentAttempt.created_at >= since
    wanted = select(PaymentAttempt).where(*mine, *waiting).order_by(PaymentAttempt.id.desc())
    return db.session.scalars(wanted.limit(limit)).all()


def paid_ref(attempt_id: int) -> str:
    """Return the gateway's id of a deposit that has succeeded."""
    return db.session.scalar(select(PaymentAttempt.gateway_ref).where(PaymentAttempt.id == attempt_id))


def due(limit: int = 200) -> Sequence[PaymentAttempt]:
    """Return the attempts that should be asked about now, longest waiting first, locked."""
    wanted = select(PaymentAttempt).where(PaymentAttempt.ask_at <= clock.now()).order_by(PaymentAttempt.ask_at)
    return db.session.scalars(wanted.limit(limit).with_for_update(skip_locked=True)).all()


def count_suspect(person_id: int, network: str, small: int, since: datetime) -> int:
    """Return how many deposits of this person, or from this network, failed or were smaller than `small` since then."""
    odd = or_(PaymentAttempt.state == "failed", PaymentAttempt.amount < small)
    recent = PaymentAttempt.kind == "deposit", PaymentAttempt.created_at >= since, odd
    counted = [PaymentAttempt.person_id == person_id] + ([PaymentAttempt.network == network] if network else [])
    return max(db.session.scalar(select(func.count()).where(*recent, each)) for each in counted)


def balance_at(account: ledger.Account, moment: datetime) -> int:
    """Return what an account had at that moment, in minor units, by its moves."""
    sums = []
    for side in (ledger.Move.credit_id, ledger.Move.debit_id):
        wanted = select(func.sum(ledger.Move.amount)).where(side == account.id, ledger.Move.created_at < moment)
        sums.append(int(db.session.scalar(wanted) or 0))
    return sums[0] - sums[1]


def leads_on(attempt: PaymentAttempt) -> str | None:
    """Return the gateway's page of an attempt that waits for its person, None when there is none to go to."""
    url = attempt.gateway_url
    is_ours = url and gateways.ALL[attempt.gateway].may_lead_to(url)
    return url if is_ours and attempt.state in ("sent", "unknown") else None


def papers(attempt: PaymentAttempt) -> dict[str, str]:
    """Return what a person writes on a bank transfer (reference, name, iban, bic), nothing for the other gateways."""
    if attempt.gateway != "bank" or attempt.reference is None:
        return {}
    settings = current_app.config
    told = {name: settings[f"BANK_{name.upper()}"] for name in ("name", "iban", "bic")}
    return {"papers": told | {"reference": attempt.reference}}
