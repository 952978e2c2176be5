"""Money: whole minor units and a currency; how it is written, read and divided, in this one place."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from babel.numbers import format_currency, get_currency_precision
from flask import current_app

from wm.kernel.errors import Invalid

MOST = 10**12  # minor units of one move; far more than anybody pays, far less than a column holds
WHOLE = 10_000  # basis points
TYPED = re.compile(r"[0-9]{1,12}([.,][0-9]{1,4})?")


def currency() -> str:
    """Return the currency of the site, as ISO 4217 names it."""
    return current_app.config["CURRENCY"]


def written(amount: int, unit: str | None = None, locale: str = "en") -> str:
    """Return an amount in minor units as people write it: $1,234.50."""
    unit = unit or currency()
    return format_currency(in_major(amount, unit), unit, locale=locale)


def in_major(amount: int, unit: str | None = None) -> Decimal:
    """Return minor units as an exact decimal number of the currency: 123450 -> 1234.50."""
    places = get_currency_precision(unit or currency())
    return Decimal(amount).scaleb(-places)


def read(text: str, unit: str | None = None) -> int:
    """Return what somebody typed ("12", "12.5", "12,50") in minor units. Raises Invalid (422)."""
    said = (text or "").strip().replace(" ", "")
    if not TYPED.fullmatch(said):
        raise Invalid("Write an amount in figures, like 12.50.")
    try:
        exact = Decimal(said.replace(",", ".")).scaleb(get_currency_precision(unit or currency()))
    except InvalidOperation:
        raise Invalid("Write an amount in figures, like 12.50.") from None
    if exact != exact.to_integral_value():
        raise Invalid("That is finer than the smallest coin. Use two figures after the point.")
    if exact > MOST:
        raise Invalid("That is more than can be paid here at once.")
    return int(exact)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Return `total` (>= 0) divided by `weights` (>= 0, not all 0) by largest remainder: the sum is exactly `total`.

    Equal remainders go to whoever stands first, so the same division always comes out the same."""
    whole = sum(weights)
    if total < 0 or whole <= 0 or min(weights) < 0:
        raise ValueError(f"can't divide {total} by {weights}")
    parts = [total * weight // whole for weight in weights]
    rests = sorted(range(len(weights)), key=lambda n: (-(total * weights[n] % whole), n))
    for n in rests[: total - sum(parts)]:
        parts[n] += 1
    return parts


def share(total: int, basis_points: int) -> int:
    """Return that share of `total`, to the nearest minor unit (an exact half goes to the rest)."""
    return split(total, [WHOLE - basis_points, basis_points])[1]
