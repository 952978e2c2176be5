"""The ledger: accounts, immutable moves, holds, and the proof that they are right. Nobody else writes its tables."""

from wm.domains.ledger.accounts import locked, of_person, of_site, wallet
from wm.domains.ledger.cases import close_case, find_case, freeze, open_case
from wm.domains.ledger.errors import AccountFrozen, BadMove, HoldEnded, InsufficientFunds, KeyReused
from wm.domains.ledger.events import BooksDiffer
from wm.domains.ledger.holds import find_hold, hold, release, settle
from wm.domains.ledger.models import Account, Case, Hold, Move, Proof
from wm.domains.ledger.posting import Journal, Line, move, post
from wm.domains.ledger.proving import Finding, Reading, conclude, read
from wm.domains.ledger.queries import (
    Entry,
    accounts_page,
    balances,
    by_ids,
    entries,
    journal,
    last_proof,
    of_subject,
    open_cases,
    proofs,
    shown_balance,
    statement,
    trial_balance,
)
from wm.domains.ledger.reasons import REASONS, allows

__all__ = [
    "Account",
    "AccountFrozen",
    "BadMove",
    "BooksDiffer",
    "Case",
    "Entry",
    "Finding",
    "Hold",
    "HoldEnded",
    "InsufficientFunds",
    "Journal",
    "KeyReused",
    "Line",
    "Move",
    "Proof",
    "REASONS",
    "Reading",
    "accounts_page",
    "allows",
    "balances",
    "by_ids",
    "close_case",
    "conclude",
    "entries",
    "find_case",
    "find_hold",
    "freeze",
    "hold",
    "journal",
    "last_proof",
    "locked",
    "move",
    "of_person",
    "of_site",
    "of_subject",
    "open_case",
    "open_cases",
    "post",
    "proofs",
    "read",
    "release",
    "settle",
    "shown_balance",
    "statement",
    "trial_balance",
    "wallet",
]
