"""Disputes: the money waits in escrow, whole, until a bank has decided; whoever can't pay is paid for by the site."""

from datetime import datetime

from sqlalchemy import select

from wm.domains import earnings, ledger, memberships, payments, platform
from wm.domains.earnings import Earning
from wm.domains.refunds import machine, things
from wm.domains.refunds.errors import Answered
from wm.domains.refunds.events import DisputeClosed, SaleDisputed
from wm.domains.refunds.locking import locked
from wm.domains.refunds.models import Aftermath, Dispute
from wm.domains.refunds.standing import change
from wm.kernel import clock, ids, money
from wm.kernel.db import db
from wm.kernel.facts import record


def dispute_said(
    attempt: payments.PaymentAttempt,
    gateway_ref: str,
    state: str,
    *,
    amount: int,
    reason: str = "",
    fee: int = 0,
    evidence_by: datetime | None = None,
) -> Dispute:
    """Bring a dispute to the state that a gateway says it is in (open, won, lost); however often and in whatever order."""
    told = {"amount": amount, "reason": reason, "fee": fee, "evidence_by": evidence_by}
    found = dispute_opened(attempt.gateway, gateway_ref, attempt.person_id, attempt=attempt, **told)
    return found if state == "open" else dispute_closed(found, is_won=state == "won")


def dispute_opened(
    gateway: str,
    gateway_ref: str,
    buyer_id: int,
    *,
    amount: int,
    attempt: payments.PaymentAttempt | None = None,
    earning: Earning | None = None,
    reason: str = "",
    fee: int = 0,
    evidence_by: datetime | None = None,
) -> Dispute:
    """Take what a bank takes back out of what it paid for, then the buyer's wallet, then what the site loses, into escrow.

    Once per (gateway, gateway_ref). The seller gives at most what is left of the sale; nobody is asked twice."""
    dispute = Dispute(gateway=gateway, gateway_ref=gateway_ref, buyer_id=buyer_id, amount=amount, fee=fee)
    dispute.public_id, dispute.currency = ids.new(), money.currency()
    dispute.attempt_id, dispute.reason, dispute.evidence_by = attempt and attempt.id, reason[:120], evidence_by
    row = _locked(dispute, earning or _bought_with(attempt))
    known = find(gateway, gateway_ref)
    if known is not None:
        return known
    _take(dispute, row)
    _pay_fee(dispute)
    source, ref = (row.source, row.source_ref) if row else ("", "")
    record(SaleDisputed(dispute.id, source, ref))
    return dispute


def find(gateway: str, gateway_ref: str) -> Dispute | None:
    """Return the dispute that a gateway knows by that id, as it is now."""
    wanted = select(Dispute).where(Dispute.gateway == gateway, Dispute.gateway_ref == gateway_ref)
    return db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).first()


def dispute_closed(dispute: Dispute, *, is_won: bool) -> Dispute:
    """End a dispute, once: won, everything goes back to where it came from; lost, the escrow is what the bank has taken."""
    row = _locked(
        dispute, things.earning_of(db.session.get(Aftermath, dispute.aftermath_id)) if dispute.aftermath_id else None
    )
    dispute = find(dispute.gateway, dispute.gateway_ref)
    end = "won" if is_won else "lost"
    if dispute.state != "open":
        _contradicted(dispute, end)
        return dispute
    (_put_back if is_won else _hand_over)(dispute)
    dispute.state, dispute.closed_at = end, clock.now()
    if row is not None:
        change(row, machine.step(row.state, end))
    if not is_won:
        _flag(dispute)
    db.session.flush()
    source, ref = (row.source, row.source_ref) if row else ("", "")
    record(DisputeClosed(dispute.id, source, ref, is_won))
    return dispute


def subject_of(dispute: Dispute) -> str:
    """Return what the books call it."""
    return f"dispute:{dispute.public_id}"


def _bought_with(attempt: payments.PaymentAttempt | None) -> Earning | None:
    """Return what a payment was made for; None for money that was only put into the wallet."""
    if attempt is None or attempt.purpose not in ("order", "membership"):
        return None
    if attempt.purpose == "order":
        return earnings.find("sale", attempt.purpose_ref)
    return earnings.find("membership", memberships.paid_with(attempt.person_id, f"payment:{attempt.id}"))


def _escrow(dispute: Dispute) -> ledger.Account:
    return ledger.of_site("escrow", dispute.public_id)


def _locked(dispute: Dispute, earning: Earning | None) -> Aftermath | None:
    """Lock all that a dispute may touch; returns how the sale stands that it is about, None when there is none (left)."""
    others = ledger.wallet(dispute.buyer_id), ledger.of_site("revenue"), losses(), _escrow(dispute)
    others += ledger.of_site("fees"), ledger.of_site("clearing", dispute.gateway)
    if earning is None:
        ledger.locked(account.id for account in others)
        return None
    row, _earning = locked(earning, *others)
    is_its_own = dispute.aftermath_id == row.id
    return row if is_its_own or machine.step(row.state, "dispute") else None


def _take(dispute: Dispute, row: Aftermath | None) -> None:
    rest, escrow = dispute.amount, _escrow(dispute)
    if row is not None:
        dispute.aftermath_id, dispute.seller_id = row.id, row.seller_id
        earning = things.earning_of(row)
        dispute.from_sale = min(rest, earning.left)
        if dispute.from_sale:
            key = f"dispute:{dispute.public_id}"
            back = earnings.reverse(earning, dispute.from_sale, key=key, to=escrow, reason="dispute")
            dispute.return_id = back.id
        rest -= dispute.from_sale
    wallet = ledger.wallet(dispute.buyer_id)
    dispute.from_wallet = min(rest, _free(wallet))
    dispute.from_site = rest - dispute.from_wallet
    lines = [ledger.Line("dispute", wallet, escrow, dispute.from_wallet)] if dispute.from_wallet else []
    lines += [ledger.Line("loss", losses(), escrow, dispute.from_site)] if dispute.from_site else []
    if lines:
        ledger.post(f"dispute:{dispute.public_id}", lines, subject=subject_of(dispute))
    db.session.add(dispute)
    db.session.flush()
    if row is not None:
        change(row, machine.step(row.state, "dispute"))


def losses() -> ledger.Account:
    """Return what disputes have cost the site: below nothing by what it had to add and did not get back."""
    return ledger.of_site("revenue", "losses")


def _free(wallet: ledger.Account) -> int:
    now = ledger.locked([wallet.id])[wallet.id]
    return max(0, now.posted - now.held) if now.frozen_at is None else 0


def _pay_fee(dispute: Dispute) -> None:
    if dispute.fee:
        fees, clearing = ledger.of_site("fees"), ledger.of_site("clearing", dispute.gateway)
        key = f"dispute_fee:{dispute.public_id}"
        ledger.move(dispute.fee, fees, clearing, reason="gateway_fee", key=key, subject=subject_of(dispute))


def _put_back(dispute: Dispute) -> None:
    escrow = _escrow(dispute)
    if dispute.return_id:
        earnings.reinstate(dispute.return_id, source=escrow)
    goals = (ledger.wallet(dispute.buyer_id), dispute.from_wallet), (losses(), dispute.from_site)
    lines = [ledger.Line("dispute_won", escrow, goal, part) for goal, part in goals if part]
    if lines:
        ledger.post(f"dispute_won:{dispute.public_id}", lines, subject=subject_of(dispute))


def _hand_over(dispute: Dispute) -> None:
    """Let the books say that the gateway has it no more."""
    clearing, key = ledger.of_site("clearing", dispute.gateway), f"dispute_lost:{dispute.public_id}"
    ledger.move(dispute.amount, _escrow(dispute), clearing, reason="dispute_lost", key=key, subject=subject_of(dispute))


def _flag(dispute: Dispute) -> None:
    lost = f"A dispute about {money.written(dispute.amount)} was lost ({dispute.reason or 'no reason given'})."
    ledger.open_case("fraud", f"person:{dispute.buyer_id}", lost, owner_id=dispute.buyer_id)


def _contradicted(dispute: Dispute, end: str) -> None:
    if dispute.state != end:
        words = f"{dispute.gateway} says that dispute {dispute.public_id} was {end}; it had been {dispute.state}."
        ledger.open_case("dispute", subject_of(dispute), words, owner_id=dispute.buyer_id)


def note_sent(dispute: Dispute, by, words: str = "") -> Dispute:
    """Write down that the evidence was handed in. Raises Answered (409) once it is decided."""
    if dispute.state != "open":
        raise Answered()
    platform.audit("money.evidence_sent", by, subject_of(dispute), words=words[:300])
    dispute.sent_at, dispute.notes = clock.now(), words.strip()[:2000]
    db.session.flush()
    return dispute


def decide(dispute: Dispute, by, words: str, *, is_won: bool) -> Dispute:
    """End a dispute that its gateway can't tell us of, with a reason. Raises ReasonMissing (422), Answered (409)."""
    if dispute.state != "open":
        raise Answered()
    end = "money.dispute_won" if is_won else "money.dispute_lost"
    platform.audit_explained(end, by, subject_of(dispute), words)
    return dispute_closed(dispute, is_won=is_won)
