"""Payments: how money enters and leaves. Gateways, attempts, webhooks, and the limits that people set themselves."""

from wm.domains.payments.asking import promise_asking
from wm.domains.payments.attempts import LEAST, MOST, checkout, payout, refund
from wm.domains.payments.comparing import differences
from wm.domains.payments.errors import (
    AttemptNotFound,
    BadSignature,
    NoSuchGateway,
    NothingLeft,
    SpendingLimitReached,
    TooManyFailures,
)
from wm.domains.payments.events import (
    PaymentFailed,
    PaymentSucceeded,
    PayoutFailed,
    PayoutReturned,
    PayoutSettled,
    RefundFailed,
    RefundSettled,
)
from wm.domains.payments.following import follow
from wm.domains.payments.gateways import Gateway, Refused, offered, rested
from wm.domains.payments.models import PaymentAttempt
from wm.domains.payments.queries import balance_at, by_id, leads_on, of_subjects, open_deposits, own, papers
from wm.domains.payments.spending import (
    Allowance,
    allowance,
    check_spending,
    limit_spending,
    may_spend,
)
from wm.domains.payments.webhooks import LARGEST, act, forget_old, latest_events, receive

__all__ = [
    "LARGEST",
    "LEAST",
    "MOST",
    "Allowance",
    "AttemptNotFound",
    "BadSignature",
    "Gateway",
    "NoSuchGateway",
    "NothingLeft",
    "PaymentAttempt",
    "PaymentFailed",
    "PaymentSucceeded",
    "PayoutFailed",
    "PayoutReturned",
    "PayoutSettled",
    "RefundFailed",
    "RefundSettled",
    "Refused",
    "SpendingLimitReached",
    "TooManyFailures",
    "act",
    "allowance",
    "balance_at",
    "by_id",
    "check_spending",
    "checkout",
    "differences",
    "follow",
    "forget_old",
    "latest_events",
    "leads_on",
    "limit_spending",
    "may_spend",
    "of_subjects",
    "offered",
    "open_deposits",
    "own",
    "papers",
    "payout",
    "promise_asking",
    "receive",
    "refund",
    "rested",
]
