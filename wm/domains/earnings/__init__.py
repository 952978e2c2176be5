"""Earnings: what creators get for their work, how it is divided, when it is settled, and what goes back."""

from wm.domains.earnings.actions import available_of, credit, find, reverse, settle, settle_due
from wm.domains.earnings.errors import NothingLeft, RateInThePast
from wm.domains.earnings.events import EarningCredited, EarningReturned
from wm.domains.earnings.models import SOURCES, Earning, Rate, Return
from wm.domains.earnings.rates import rate_at, rates, set_rate, tax_in

__all__ = [
    "Earning",
    "EarningCredited",
    "EarningReturned",
    "NothingLeft",
    "Rate",
    "RateInThePast",
    "Return",
    "SOURCES",
    "available_of",
    "credit",
    "find",
    "rate_at",
    "rates",
    "reverse",
    "set_rate",
    "settle",
    "settle_due",
    "tax_in",
]
