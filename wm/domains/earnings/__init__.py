"""Earnings: what creators get for their work, how it is divided, when it is settled, and what goes back."""

from wm.domains.earnings.actions import accounts_of, available_of, credit, find, find_reserve, subject_of, with_accounts
from wm.domains.earnings.errors import NothingLeft, RateInThePast
from wm.domains.earnings.events import EarningCredited, EarningReturned, ReserveSet
from wm.domains.earnings.models import SOURCES, Earning, Rate, ReservedShare, ReservePlan, Return
from wm.domains.earnings.queries import (
    Held,
    Sum,
    by_content,
    by_month,
    by_source,
    by_subjects,
    expected,
    find_own,
    held,
    lines,
    month_before,
    next_settling,
    returns_of,
    total,
)
from wm.domains.earnings.rates import FIRST as FIRST_RATES
from wm.domains.earnings.rates import ask_rate, rate_at, rates, set_rate, tax_in
from wm.domains.earnings.reinstating import reinstate
from wm.domains.earnings.reserving import Resting, ask_plan, free_due, plan_of, resting, set_plan
from wm.domains.earnings.returning import reverse
from wm.domains.earnings.settling import hold_back, let_go, settle, settle_due

__all__ = [
    "FIRST_RATES",
    "SOURCES",
    "Earning",
    "EarningCredited",
    "EarningReturned",
    "Held",
    "NothingLeft",
    "Rate",
    "RateInThePast",
    "ReservePlan",
    "ReserveSet",
    "ReservedShare",
    "Resting",
    "Return",
    "Sum",
    "accounts_of",
    "ask_plan",
    "ask_rate",
    "available_of",
    "by_content",
    "by_month",
    "by_source",
    "by_subjects",
    "credit",
    "expected",
    "find",
    "find_own",
    "find_reserve",
    "free_due",
    "held",
    "hold_back",
    "let_go",
    "lines",
    "month_before",
    "next_settling",
    "plan_of",
    "rate_at",
    "rates",
    "reinstate",
    "resting",
    "returns_of",
    "reverse",
    "set_plan",
    "set_rate",
    "settle",
    "settle_due",
    "subject_of",
    "tax_in",
    "total",
    "with_accounts",
]
