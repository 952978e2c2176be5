"""What a statement of the bank says, however it is written; and the refusal of one that can't be read."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from wm.kernel import money
from wm.kernel.errors import Invalid

FIGURES = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,5})?")
MOST_LINES, PAYER_LENGTH, WORDS_LENGTH, NAME_LENGTH = 5000, 140, 300, 70


class Line(NamedTuple):
    """One movement: on which day, how much (minor units; below 0: it went out), what stands on it, and who sent it."""

    booked_on: date
    amount: int
    words: str
    payer: str


class Statement(NamedTuple):
    """What one file says; `opening` and `closing` (minor units) are None where it has no sums."""

    name: str
    first_on: date
    last_on: date
    opening: int | None
    closing: int | None
    lines: list[Line]

    @property
    def is_proven(self) -> bool:
        """Whether its lines add up to what it says of the account, so that a line too many shows in the next one."""
        return self.closing is not None


def refuse(words: str, field: str = "lines") -> Invalid:
    """Return what is raised for a statement that is wrong."""
    return Invalid(fields={field: [words]})


def read_amount(text: str) -> int:
    """Return an amount with its sign in minor units, however great: a bank account holds more than one payment.

    Raises ValueError for what is none, or finer than the smallest coin."""
    figures = text.strip().replace(" ", "").replace(",", ".")
    exact = Decimal(figures) / money.in_major(1) if FIGURES.fullmatch(figures) else Decimal("0.5")
    if exact != exact.to_integral_value():
        raise ValueError(f"no amount: {text[:40]}")
    return int(exact)


def not_too_many(rows: Iterable) -> Iterator:
    """Yield rows, up to so many as one file may have. Raises Invalid (422)."""
    for n, row in enumerate(rows):
        if n >= MOST_LINES:
            raise refuse(f"Send at most {MOST_LINES} lines at once.")
        yield row
