"""Tiers of two creators, and who of the cast is a member; their money comes from nowhere, as everything in the demo."""

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
MEMBERS = {
    "ada": [
        ("ben", 1, "month"),
        ("cy", 0, "year"),
        ("kwabena", 1, "year"),
        ("meenal", 2, "month"),
        ("oksana", 0, "month"),
    ],
    "nomvula": [("ben", 0, "year"), ("ilkka", 1, "month"), ("leila", 0, "month"), ("haruka", 0, "month")],
}
PRO = ("cy",)
LOCKED = {"ada": ("Three plots that went wrong", 2)}
PURSE = 40_000  # minor units that everybody of the cast begins with


def let_join(cast: dict[str, people.Person]) -> None:
    """Open the tiers, and let the members join, as far as they are there."""
    outside = ledger.of_site("clearing", "demo")
    for maker, offered in TIERS.items():
        if maker not in cast:
            continue
        tiers = [_tier(cast[maker], *each) for each in offered]
        if maker in LOCKED:
            _lock(cast[maker], *LOCKED[maker])
        for handle, place, period in MEMBERS[maker]:
            if handle in cast:
                _join(outside, cast[handle], tiers[place], period)
    for handle in PRO:
        if handle in cast:
            _join(outside, cast[handle], memberships.pro(), "month")


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
