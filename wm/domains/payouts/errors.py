"""What the room of payouts refuses."""

from wm.domains.platform import OwnMoney, SamePerson
from wm.kernel.errors import DomainError, Forbidden, Invalid, NotNow, TooMany


class AddressUnconfirmed(Forbidden):
    code = "address_unconfirmed"
    message = "Confirm your e-mail address first, so that we can tell you what happens to your money."


class TargetRefused(Invalid):
    message = "This account needs another look."


class AmountRefused(Invalid):
    """The amount is too little, too much, or more than there is."""

    def __init__(self, message: str):
        super().__init__(message, fields={"amount": [message]})


class TooOften(TooMany):
    code = "too_many_withdrawals"
    message = "That is as many withdrawals as one week takes. The next one can go out in a few days."


class UnderLook(DomainError):
    status, code = 409, "under_look"
    message = "We are looking at something about this account, so nothing can go out now. We will write to you."


class TooLate(NotNow):
    code = "too_late"
    message = "This has been decided already. Reload the page to see how."


__all__ = [
    "AddressUnconfirmed",
    "AmountRefused",
    "OwnMoney",
    "SamePerson",
    "TargetRefused",
    "TooLate",
    "TooOften",
    "UnderLook",
]
