"""What costs something in the demo, and who bought it; their money comes from nowhere, as everything here."""

from collections.abc import Mapping

from wm.domains import content, ledger, market, people

FILMS = {
    "night-train": {"unlock": 450, "rental": 150},
    "isobars": {"unlock": 300, "rental": 100},
    "aurora": {"unlock": 200, "is_floor": True},
}
TRAILERS = {"night-train": "zellige"}
POSTS = {
    ("tomas", "Notes on waiting well"): {"unlock": 100, "is_floor": True},
    ("kwabena", "Tiles to cut from cardboard"): {"unlock": 250},
}
BUYERS = {  # who bought which of POSTS, and what those paid who named the price
    "Notes on waiting well": (("ben", 300), ("leila", 100), ("meenal", 500)),
    "Tiles to cut from cardboard": (("ada", None), ("cy", None), ("oksana", None), ("ben", None)),
}
PURSE = 3000  # minor units that each buyer gets for it


def sell(cast: Mapping[str, people.Person], films: Mapping[str, content.Content]) -> None:
    """Give prices to pieces of those who are there, and let others buy what is out; `films` by their short names."""
    for slug in FILMS.keys() & films.keys():
        market.set_prices(films[slug], **FILMS[slug])
        if trailer := films.get(TRAILERS.get(slug)):
            films[slug].trailer_id = trailer.id
    for (handle, title), price in POSTS.items():
        if handle in cast:
            _sell(cast, content.owned(cast[handle], words=title).items[0], price)


def _sell(cast: Mapping[str, people.Person], piece: content.Content, price: dict) -> None:
    offer = market.set_prices(piece, **price).unlock
    for handle, amount in BUYERS[piece.title]:
        if handle in cast:
            buyer, key = cast[handle], f"demosale{piece.public_id}{handle}"
            ledger.move(PURSE, ledger.of_site("clearing", "demo"), ledger.wallet(buyer.id), reason="deposit", key=key)
            market.buy(buyer, offer.public_id, key=key[:40], amount=amount)
