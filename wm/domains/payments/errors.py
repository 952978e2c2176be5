"""What payments refuse."""

from wm.kernel.errors import DomainError, NotFound, TooMany


class AttemptNotFound(NotFound):
    code = "payment_not_found"
    message = "This payment is not here, or it is not yours."


class NoSuchGateway(DomainError):
    status, code = 422, "no_such_gateway"
    message = "Choose one of the ways to pay that are offered."


class SpendingLimitReached(DomainError):
    status, code = 409, "spending_limit"
    message = "This is more than the spending limit that you set for yourself. You can change it in your wallet."


class TooManyFailures(TooMany):
    code = "too_many_failed_payments"
    message = "Several payments failed, so new ones wait for a while. Try again in an hour, or ask your bank."


class NothingLeft(DomainError):
    status, code = 409, "nothing_left"
    message = "More than this payment can't be given back."


class BadSignature(DomainError):
    status, code = 400, "bad_signature"
    message = "This message is not signed as it should be."


class UnknownBalance(DomainError):
    status, code = 503, "gateway_away"
    message = "The gateway does not answer right now. Try again in a minute."


class MoneyRests(DomainError):
    """Money that a card has just brought can't be passed on by an account that is new here."""

    status, code = 409, "money_rests"
    message = "Money that a card has just brought rests for a while before a new account can give it to somebody else."

    def __init__(self, *, hours: int, days: int):
        sentence = (
            f"What a card brings rests for {hours} hours before you can give it to somebody else, while your account is "
            f"younger than {days} days: it keeps stolen cards out. What you buy for yourself is paid with it at once."
        )
        super().__init__(sentence, hours=hours, days=days)
