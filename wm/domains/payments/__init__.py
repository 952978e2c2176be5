"""Payments: how money enters and leaves. Gateways, attempts, webhooks, and the limits that people set themselves."""

from wm.domains.payments.asking import promise_asking
from wm.domains.payments.attempts import LEAST, MOST, checkout, payout, refund
from wm.domains.payments.banking import (
    Taken,
    book,
    expected_transfers,
    kept_statements,
    put_aside,
    waiting_transfers,
)
from wm.domains.payments.batches import (
    batches,
    bounce,
    find_batch,
    make_batch,
    mark_paid,
    mark_sent,
    orders,
    waiting_payouts,
)
from wm.domains.payments.beside_bank import Difference, bank_differences
from wm.domains.payments.comparing import differences
from wm.domains.payments.errors import (
    AttemptNotFound,
    BadSignature,
    MoneyRests,
    NoSuchGateway,
    NothingLeft,
    SpendingLimitReached,
    TooManyFailures,
)
from wm.domains.payments.events import (
    DisputeSaid,
    PaymentFailed,
    PaymentSucceeded,
    PayoutFailed,
    PayoutReturned,
    PayoutSettled,
    RefundFailed,
    RefundSettled,
)
from wm.domains.payments.following import follow, follow_shortly
from wm.domains.payments.gateways import Gateway, Refused, offered, rested
from wm.domains.payments.models import PaymentAttempt
from wm.domains.payments.pain import rows as batch_rows
from wm.domains.payments.pain import written as batch_xml
from wm.domains.payments.pairs import ask_book, ask_bounce, ask_paid, take_statement
from wm.domains.payments.queries import balance_at, by_id, leads_on, of_subjects, open_deposits, own, papers
from wm.domains.payments.resting import check_bringing, check_giving, fresh_money, network_mark
from wm.domains.payments.spending import (
    Allowance,
    allowance,
    check_spending,
    limit_spending,
    may_spend,
)
from wm.domains.payments.webhooks import LARGEST, act, forget_old, latest_events, receive

__all__ = [
    "Taken",
    "Allowance",
    "AttemptNotFound",
    "BadSignature",
    "Difference",
    "DisputeSaid",
    "Gateway",
    "LARGEST",
    "LEAST",
    "MOST",
    "MoneyRests",
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
    "ask_book",
    "ask_bounce",
    "ask_paid",
    "balance_at",
    "batch_rows",
    "batch_xml",
    "bank_differences",
    "batches",
    "book",
    "bounce",
    "by_id",
    "check_bringing",
    "check_giving",
    "check_spending",
    "checkout",
    "differences",
    "expected_transfers",
    "find_batch",
    "follow",
    "follow_shortly",
    "fresh_money",
    "forget_old",
    "latest_events",
    "kept_statements",
    "leads_on",
    "limit_spending",
    "make_batch",
    "mark_paid",
    "mark_sent",
    "may_spend",
    "of_subjects",
    "network_mark",
    "offered",
    "open_deposits",
    "orders",
    "own",
    "papers",
    "payout",
    "promise_asking",
    "put_aside",
    "receive",
    "refund",
    "rested",
    "take_statement",
    "waiting_payouts",
    "waiting_transfers",
]
