"""Tiers of two creators, what they open, and who of the cast joins when; their money comes from nowhere, as everything here."""

from collections.abc import Iterator, Mapping

from wm.demo.days import Deed, deed
from wm.domains import content, ledger, memberships, people

TIERS = {
    "ada": [
        ("Margins", 300, 3000, "teal", 7, ["The notebook pages behind each film", "A plot for your wall, to print"]),
        (
            "Plotters",
            900,
            9000,
            "marigold",
            0,
            ["Everything of Margins", "Films for members, a week before the others", "The code of every drawing"],
        ),
        ("Atelier", 2500, None, "ink", 0, ["Everything of Plotters", "A drawing with your own numbers, once a year"]),
    ],
    "nomvula": [
        ("Shoreline", 400, 4000, "leaf", 0, ["The long recordings, uncut", "Field notes every other week"]),
        ("Low tide", 1200, 12_000, "brick", 0, ["Everything of Shoreline", "A day's recording, on request"]),
    ],
}
MEMBERS = {  # who, which tier, what period, how many days ago
    "ada": [
        ("ben", 1, "month", 222),
        ("cy", 0, "year", 196),
        ("meenal", 2, "month", 131),
        ("kwabena", 1, "year", 88),
        ("oksana", 0, "month", 47),
        ("ilkka", 0, "month", 2),
    ],
    "nomvula": [
        ("ilkka", 1, "month", 205),
        ("ben", 0, "year", 170),
        ("leila", 0, "month", 104),
        ("haruka", 0, "month", 33),
    ],
}
PRO = ("cy",)
LOCKED = {  # pieces for members, from which tier on
    "ada": {"Three plots that went wrong": 2},
    "nomvula": {"What the red tide left": 1, "Nine hours at the river mouth": 2},
}
PURSE = 40_000  # minor units that everybody of the cast begins with


def open_tiers(cast: Mapping[str, people.Person]) -> Iterator[Deed]:
    """Make the tiers of those who are there and lock what they open; what is yielded lets the members join."""
    outside = ledger.of_site("clearing", "demo")
    for maker in TIERS.keys() & cast.keys():
        tiers = [_tier(cast[maker], *each) for each in TIERS[maker]]
        for title, level in LOCKED[maker].items():
            _lock(cast[maker], title, level)
        for handle, place, period, days_ago in MEMBERS[maker]:
            if handle in cast:
                yield deed(days_ago, _join, outside, cast[handle], tiers[place], period)


def let_try_pro(cast: Mapping[str, people.Person]) -> None:
    """Let some try Pro today."""
    for handle in PRO:
        if handle in cast:
            _join(ledger.of_site("clearing", "demo"), cast[handle], memberships.pro(), "month")


def _tier(maker: people.Person, name, per_month, per_year, colour, trial_days, benefits) -> memberships.Tier:
    prices = {"per_month": per_month, "per_year": per_year}
    said = {"name": name, "colour": colour, "trial_days": trial_days, "benefits": benefits}
    return memberships.make_tier(maker.id, **prices, **said)


def _lock(maker: people.Person, title: str, level: int) -> None:
    """Let members alone read on in one article (of posts.toml), as far as it is there."""
    for piece in content.owned(maker, words=title).items:
        content.set_lock(piece, by_level=level)


def _join(outside: ledger.Account, person: people.Person, tier: memberships.Tier, period: str) -> None:
    purse, key = ledger.wallet(person.id), f"demo:{person.id}"
    ledger.move(PURSE, outside, purse, reason="deposit", key=key, subject="demo")
    memberships.join(person, tier, period, key=f"demo:{tier.public_id}")
