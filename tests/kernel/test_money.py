"""Money: written, read and divided without losing a cent."""

import random

import pytest

from wm.kernel import money
from wm.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [(123450, "USD", "$1,234.50"), (-5, "USD", "-$0.05"), (1200, "JPY", "¥1,200"), (1234, "KWD", "KWD1.234")],
)
def test_amounts_are_written_as_their_currency_is(amount, unit, said):
    assert money.written(amount, unit) == said


@pytest.mark.parametrize(
    ("text", "amount"), [("12", 1200), ("12.5", 1250), ("12,50", 1250), (" 1 000.07 ", 100007), ("0", 0)]
)
def test_what_people_type_is_read(text, amount):
    assert money.read(text, "USD") == amount


@pytest.mark.parametrize(
    "text", ["", "-1", "1.005", "1e3", "NaN", "inf", "1.2.3", "१२", "9" * 13, "0x10", None, "1,000.00"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Invalid):
        money.read(text, "USD")


def test_a_division_loses_nothing_and_is_off_by_less_than_one():
    chance = random.Random(4)
    for _ in range(2000):
        weights = [chance.randrange(0, 10_000) for _ in range(chance.randrange(1, 8))] + [1]
        total = chance.randrange(0, 10**9)

        parts = money.split(total, weights)

        assert sum(parts) == total
        assert all(
            abs(part * sum(weights) - total * weight) < sum(weights)
            for part, weight in zip(parts, weights, strict=True)
        )


def test_a_share_and_the_rest_are_the_whole():
    assert (money.share(999, 9000), money.share(1, 5000), money.share(0, 9000)) == (899, 0, 0)
