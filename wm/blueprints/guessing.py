"""Discount codes that are typed: whoever types many wrong ones has to wait, at whichever door they are tried."""

from collections.abc import Collection

from wm.domains import market
from wm.kernel.errors import TooMany
from wm.web import limits
from wm.web.viewer import viewer

WRONG = "60 per minute"  # of one network


def allowed(word: str) -> str:
    """Return a typed code for whoever has not guessed too often. Raises TooMany (429)."""
    if word.strip() and not limits.afford("codes", limits.network(), 0, WRONG):
        raise TooMany()
    return word


def quote(word: str, maker_id: int, pieces: Collection[int], price: int) -> market.codes.Cut:
    """Return what a typed code takes off a price; a wrong one is counted. Raises CodeRefused (422), TooMany (429)."""
    try:
        return market.codes.quote(allowed(word), maker_id, pieces, price, viewer().id)
    except market.CodeRefused:
        limits.afford("codes", limits.network(), 1, WRONG)
        raise
