"""How much may be given: at once, in an hour, in a day. Asked while the giver's wallet is locked, so that it holds."""

from datetime import timedelta

from sqlalchemy import func, select

from wm.domains.tips.errors import TooMuchAtOnce, TooMuchToday, WordsTooLong
from wm.domains.tips.models import WORDS_LENGTH, Tip
from wm.kernel import clock, money
from wm.kernel.db import db
from wm.kernel.errors import TooMany

LEAST, MOST = 100, 50_000  # minor units of one tip
PER_HOUR, PER_DAY = 30, 100
MOST_PER_DAY = 100_000  # minor units of one person
HOUR, DAY = 3600, 86400


def refuse_odd(amount: int, words: str) -> None:
    """Raise TooMuchAtOnce or WordsTooLong (422) for what can't be a tip."""
    if not LEAST <= amount <= MOST:
        said = f"A tip is between {money.written(LEAST)} and {money.written(MOST)}."
        raise TooMuchAtOnce(fields={"own": [said]})
    if len(words) > WORDS_LENGTH:
        raise WordsTooLong(fields={"words": [f"Use at most {WORDS_LENGTH} characters."]})


def refuse_too_much(person_id: int, amount: int) -> None:
    """Raise TooMany (429) for the tip that goes past what one person may give in an hour or a day."""
    if _since(person_id, HOUR)[0] >= PER_HOUR:
        raise TooMany("That is a tip every other minute. Rest for an hour; the creators will still be here.", HOUR)
    number, total = _since(person_id, DAY)
    if number >= PER_DAY or total + amount > MOST_PER_DAY:
        raise TooMuchToday(retry_after=DAY)


def _since(person_id: int, seconds: int) -> tuple[int, int]:
    """Return how many tips somebody gave in the last `seconds`, and their sum in minor units."""
    lately = Tip.created_at > clock.now() - timedelta(seconds=seconds)
    sums = select(func.count(), func.coalesce(func.sum(Tip.amount), 0)).where(Tip.from_id == person_id, lately)
    number, total = db.session.execute(sums).one()
    return number, int(total)
