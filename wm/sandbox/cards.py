"""The cards and accounts that the sandbox knows, and what each of them does."""

from typing import NamedTuple

LATE_SECONDS = 20.0
CODE = "123456"


class Card(NamedTuple):
    """What a card does: `succeeds`, `declines`, `asks` for a code first, is `late`, or stays `silent` for ever."""

    number: str
    deed: str
    words: str


CARDS = (
    Card("4242424242424242", "succeeds", "succeeds"),
    Card("4000000000000002", "declines", "is declined"),
    Card("4000000000003220", "asks", f"asks for a code first (it is {CODE})"),
    Card("4000000000000077", "late", f"answers after {LATE_SECONDS:.0f} seconds"),
    Card("4000000000000119", "silent", "never answers"),
    Card("4000000000000259", "disputes", "succeeds, and three seconds later its owner disputes it"),
    Card("4000000000005126", "keeps", "succeeds, but a refund to it fails"),
)
ACCOUNTS = {  # the last four characters of the account that a payout goes to
    "0002": ("failed", 1.0, "The account is closed."),
    "0077": ("succeeded", LATE_SECONDS, ""),
    "0119": ("", None, ""),
}
DISPUTED_AFTER, DISPUTE_FEE = 3.0, 1500  # seconds; what a dispute costs the shop
SOON = 1.0  # seconds that an ordinary payout takes


def card(number: str) -> Card | None:
    """Return the card with that number, however it was typed."""
    digits = "".join(each for each in number if each.isdigit())
    return next((each for each in CARDS if each.number == digits), None)


def payout_course(account: str) -> tuple[str, float | None, str]:
    """Return (how it ends, after how many seconds, why) for a payout to that account; None seconds: never."""
    return ACCOUNTS.get(account.replace(" ", "")[-4:], ("succeeded", SOON, ""))
