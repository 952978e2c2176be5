"""What the ledger refuses."""

from wm.kernel.errors import DomainError


class InsufficientFunds(DomainError):
    status, code = 402, "insufficient_funds"
    message = "There is not enough in the wallet for this. Add money and try again."


class AccountFrozen(DomainError):
    status, code = 409, "account_frozen"
    message = "This wallet rests while we look into a difference in its books. Nothing is lost; we will write to you."


class KeyReused(DomainError):
    status, code = 422, "key_reused"
    message = "This was sent before with other contents. Reload the page and try again."


class HoldEnded(DomainError):
    status, code = 409, "hold_ended"
    message = "This has been decided already. Reload the page to see how."


class BadMove(ValueError):
    """A programmer's mistake: a move that the table of reasons does not know, or an amount that is none."""
