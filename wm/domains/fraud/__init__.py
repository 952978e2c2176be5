"""Fraud: signs that money is made up, what is kept back for them and until when, and what the staff decides."""

from wm.domains.fraud.deciding import accounts, ask_decision, flags_of, refuse, release
from wm.domains.fraud.models import SIGNS, Flag
from wm.domains.fraud.paying import look_at
from wm.domains.fraud.watching import screen

__all__ = ["SIGNS", "Flag", "accounts", "ask_decision", "flags_of", "look_at", "refuse", "release", "screen"]
