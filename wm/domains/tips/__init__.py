"""Tips: what people give a creator of their own accord, with a few words, for a piece or for nothing in particular."""

from wm.domains.tips.actions import give, heart, hide, mark_returned, show_again, thank, unheart
from wm.domains.tips.errors import NotToOneself, TooMuchAtOnce, TooMuchToday, WordsTooLong
from wm.domains.tips.events import TipGiven, TipThanked
from wm.domains.tips.limits import LEAST, MOST, MOST_PER_DAY, PER_DAY, PER_HOUR
from wm.domains.tips.models import OFFERED, SHOWN, THANKS_LENGTH, WORDS_LENGTH, Tip
from wm.domains.tips.queries import (
    Month,
    Support,
    beside,
    given,
    given_named,
    month,
    received,
    received_one,
    seen_one,
    supporters,
    supporters_page,
    with_row_id,
)
from wm.domains.tips.telling import channel

__all__ = [
    "LEAST",
    "MOST",
    "MOST_PER_DAY",
    "Month",
    "NotToOneself",
    "OFFERED",
    "PER_DAY",
    "PER_HOUR",
    "SHOWN",
    "Support",
    "THANKS_LENGTH",
    "Tip",
    "TipGiven",
    "TipThanked",
    "TooMuchAtOnce",
    "TooMuchToday",
    "WORDS_LENGTH",
    "WordsTooLong",
    "beside",
    "channel",
    "give",
    "given",
    "given_named",
    "heart",
    "hide",
    "mark_returned",
    "month",
    "received",
    "received_one",
    "seen_one",
    "show_again",
    "supporters",
    "supporters_page",
    "thank",
    "unheart",
    "with_row_id",
]
