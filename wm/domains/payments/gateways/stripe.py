"""Stripe, through its own library: Checkout Sessions bring money in, refunds give it back, Connect transfers pay it out."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import requests
import stripe
from flask import current_app

from wm.domains.payments.errors import BadSignature
from wm.domains.payments.gateways import signing
from wm.domains.payments.gateways.interface import (
    Claim,
    Event,
    Gateway,
    Refused,
    Standing,
    Transaction,
    Unknown,
    Unreachable,
)
from wm.domains.payments.gateways.line import Breaker, time_outs
from wm.domains.payments.models import PaymentAttempt

SIGNATURE = "Stripe-Signature"
PAGES = "https://checkout.stripe.com/"
VERSION = "2026-10-28.endive"  # of Stripe's API: what we send and read is held against the library's shapes of it
OURS = "attempt"  # the name of our key in Stripe's metadata
KINDS = {
    "charge": "deposit",
    "payment": "deposit",
    "refund": "refund",
    "payment_refund": "refund",
    "transfer": "payout",
}
ENDS = {"succeeded": "succeeded", "failed": "failed", "canceled": "failed"}
PAID = ["payment_intent.latest_charge.balance_transaction"]
LATELY = 100
CALM = (
    "warning_needs_response",
    "warning_under_review",
    "warning_closed",
    "prevented",
)  # a bank asks; no money has gone


class Stripe(Gateway):
    """Speaks to Stripe; every deed carries our key twice: as its idempotency key and in its metadata."""

    name = "stripe"

    def __init__(self):
        self.line = self
        self.breaker = Breaker()

    def is_ready(self) -> bool:
        return bool(current_app.config["STRIPE_SECRET_KEY"])

    def begin(self, attempt: PaymentAttempt, return_url: str) -> Standing:
        item = {"currency": attempt.currency.lower(), "unit_amount": attempt.amount}
        item["product_data"] = {"name": "Weekmotion"}
        said = {"mode": "payment", "line_items": [{"quantity": 1, "price_data": item}]}
        said |= {"client_reference_id": attempt.public_id, "metadata": {OURS: attempt.public_id}}
        said |= {"payment_intent_data": {"metadata": {OURS: attempt.public_id}}}
        said |= {"success_url": return_url, "cancel_url": return_url}
        return _of_session(self._do(lambda v1, once: v1.checkout.sessions.create(said, once), attempt))

    def give_back(self, attempt: PaymentAttempt, paid_ref: str) -> Standing:
        paid = self._intent(paid_ref)
        said = {"payment_intent": paid, "amount": attempt.amount, "metadata": {OURS: attempt.public_id}}
        return _of_refund(self._do(lambda v1, once: v1.refunds.create(said, once), attempt))

    def pay_out(self, attempt: PaymentAttempt, target: Mapping[str, Any]) -> Standing:
        said = {
            "amount": attempt.amount,
            "currency": attempt.currency.lower(),
            "destination": target.get("account", ""),
        }
        said |= {"transfer_group": attempt.public_id, "metadata": {OURS: attempt.public_id}}
        return _of_transfer(self._do(lambda v1, once: v1.transfers.create(said, once), attempt))

    def standing(self, attempt: PaymentAttempt, paid_ref: str = "") -> Standing | None:
        if attempt.kind == "payout":
            found = self._do(lambda v1, _once: v1.transfers.list({"transfer_group": attempt.public_id}), attempt).data
            return _of_transfer(found[0]) if found else None
        if attempt.kind == "refund":
            return self._refund(attempt, paid_ref)
        return _of_session(self._session(attempt.gateway_ref)) if attempt.gateway_ref else None

    def event(self, body: bytes, headers: Mapping[str, str]) -> Event:
        _verify(body, headers.get(SIGNATURE, ""), current_app.config["STRIPE_WEBHOOK_SECRET"])
        try:
            said = json.loads(body)
            thing = said["data"]["object"]
            about = (thing.get("metadata") or {}).get(OURS) or thing["id"]
            return Event(str(said["id"])[:120], str(said["type"])[:80], str(about)[:120])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadSignature() from None

    def transactions(self, since: datetime) -> Iterator[Transaction]:
        said = {"created": {"gte": int(since.timestamp())}, "limit": 100, "expand": ["data.source"]}
        found = self._do(lambda v1, _once: list(v1.balance_transactions.list(said).auto_paging_iter()))
        for each in found:
            key = _our_key(each.source)
            if each.type in KINDS and key:
                moment = datetime.fromtimestamp(each.created, UTC)
                yield Transaction(key, KINDS[each.type], abs(each.amount), each.fee, moment)

    def claim(self, thing: str) -> Claim | None:
        said = self._do(lambda v1, _once: v1.disputes.retrieve(thing, {"expand": ["payment_intent"]}))
        if said.status in CALM:
            return None
        fee = sum(each.fee for each in getattr(said, "balance_transactions", None) or ())
        due = getattr(getattr(said, "evidence_details", None), "due_by", None)
        until = datetime.fromtimestamp(due, UTC).isoformat() if due else ""
        state = said.status if said.status in ("won", "lost") else "open"
        return Claim(said.id, _our_key(said.payment_intent) or "", state, said.amount, said.reason or "", fee, until)

    def may_lead_to(self, url: str) -> bool:
        base = current_app.config["STRIPE_API_BASE"].rstrip("/") + "/"
        return url.startswith(PAGES) or (base != "https://api.stripe.com/" and url.startswith(base))

    def _session(self, session_id: str) -> Any:
        return self._do(lambda v1, _once: v1.checkout.sessions.retrieve(session_id, {"expand": PAID}))

    def _intent(self, paid_ref: str) -> str:
        """Return the payment behind a checkout."""
        if paid_ref.startswith("pi_"):
            return paid_ref
        paid = self._session(paid_ref).payment_intent
        return paid if isinstance(paid, str) else paid.id

    def _refund(self, attempt: PaymentAttempt, paid_ref: str) -> Standing | None:
        if attempt.gateway_ref:
            return _of_refund(self._do(lambda v1, _once: v1.refunds.retrieve(attempt.gateway_ref)))
        said = {"payment_intent": self._intent(paid_ref), "limit": LATELY}
        found = self._do(lambda v1, _once: v1.refunds.list(said)).data
        mine = [each for each in found if _our_key(each) == attempt.public_id]
        return _of_refund(mine[0]) if mine else None

    def _do(self, ask: Callable, attempt: PaymentAttempt | None = None) -> Any:
        """Ask Stripe, and say what its refusals and silences mean. Raises Refused, Unknown, Unreachable."""
        self.breaker.check()
        once = {"idempotency_key": attempt.public_id} if attempt else {}
        try:
            answer = ask(_client().v1, once)
        except (stripe.AuthenticationError, stripe.PermissionError, stripe.RateLimitError) as error:
            raise Unreachable(str(error)) from error
        except stripe.IdempotencyError as error:
            raise Unknown(str(error)) from error
        except (stripe.InvalidRequestError, stripe.CardError) as error:
            raise Refused(error.user_message or "The payment service refused this.") from error
        except stripe.StripeError as error:
            self.breaker.note(went_well=False)
            raise (Unreachable if _was_never_sent(error) else Unknown)(str(error)) from error
        self.breaker.note(went_well=True)
        return answer


def _client() -> stripe.StripeClient:
    """Return a client with our time-outs, which follows no redirects and repeats nothing by itself."""
    session = requests.Session()
    session.max_redirects = 0
    line = stripe.RequestsClient(timeout=time_outs(), session=session)
    bases = {"api": current_app.config["STRIPE_API_BASE"].rstrip("/")}
    key = current_app.config["STRIPE_SECRET_KEY"]
    known = {"stripe_version": VERSION, "base_addresses": bases, "http_client": line}
    return stripe.StripeClient(key, **known, max_network_retries=0)


def _verify(body: bytes, header: str, secret: str) -> None:
    """Let the library say whether Stripe said this; we refuse besides what was signed for a later moment, or by two of them.

    Raises BadSignature (400)."""
    try:
        stripe.WebhookSignature.verify_header(body, header, secret, signing.TOLERANCE_SECONDS)
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        raise BadSignature() from None
    signing.verify(body, header, secret)


def _our_key(thing: Any) -> str | None:
    return getattr(getattr(thing, "metadata", None), OURS, None)


def _was_never_sent(error: stripe.StripeError) -> bool:
    cause = error.__cause__
    return isinstance(cause, requests.exceptions.ConnectTimeout) or "NewConnectionError" in repr(cause)


def _of_session(session: Any) -> Standing:
    paid = session.payment_intent if not isinstance(session.payment_intent, str) else None
    if session.payment_status == "paid":
        charge = getattr(paid, "latest_charge", None)
        fee = getattr(getattr(charge, "balance_transaction", None), "fee", 0) or 0
        return Standing("succeeded", session.id, fee=fee, amount=session.amount_total)
    if session.status == "expired":
        return Standing("failed", session.id, why="The payment page has expired.")
    if session.status == "complete" and getattr(paid, "status", "") in ("canceled", "requires_payment_method"):
        return Standing("failed", session.id, why="The bank did not accept this payment.")
    return Standing("open", session.id, session.url or "")


def _of_refund(refund: Any) -> Standing:
    why = getattr(refund, "failure_reason", None) or ""
    return Standing(ENDS.get(refund.status, "open"), refund.id, why=why, amount=refund.amount)


def _of_transfer(transfer: Any) -> Standing:
    """A transfer has arrived on the creator's account at Stripe as soon as it is made; it fails when it is taken back."""
    if transfer.reversed:
        return Standing("failed", transfer.id, why="The transfer was taken back.")
    return Standing("succeeded", transfer.id, amount=transfer.amount)
