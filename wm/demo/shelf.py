"""What the demo hands over and makes cheaper: licence keys, a bundle, codes, a gift that waits; a second version comes with the files."""

from collections.abc import Mapping

from wm.domains import content, ledger, market, people

MAKER, TILES = "kwabena", "Tiles to cut from cardboard"
DOWNLOADS = 5
FILMS = {"lamps": 180, "cloth": 220}  # by the same maker, to keep
BUNDLE = {
    "title": "A morning with tiles",
    "words": "What I bring when somebody asks for a lesson: the tiles, and two films to look at while the glue dries.",
    "amount": 450,
}
CODES = (
    {"word": "CLASSROOM", "kind": "percent", "amount": 40, "most": 30, "most_each": 1},
    {"word": "THANKYOU", "kind": "fixed", "amount": 100},
)
GIVER, TO, WORDS = "leila", "mo", "For the long table in your kitchen."
PURSE = 3000  # minor units that the giver gets for it


def stock(cast: Mapping[str, people.Person]) -> None:
    """Let each buyer of the tiles get a licence key, and five downloads of each version."""
    if MAKER in cast:
        market.products.set_up(_tiles(cast), download_limit=DOWNLOADS, key_kind="made")


def lay_out(cast: Mapping[str, people.Person], films: Mapping[str, content.Content]) -> None:
    """Make a bundle and codes, and buy a gift, as far as people and films are there; `films` by their short names."""
    if MAKER not in cast:
        return
    there = [slug for slug in FILMS if slug in films]
    for slug in there:
        market.set_prices(films[slug], unlock=FILMS[slug])
    pieces = [_tiles(cast).id, *(films[slug].id for slug in there)]
    if len(pieces) > 1:
        market.bundles.make(cast[MAKER], pieces=pieces, **BUNDLE)
    for code in CODES:
        market.codes.make(cast[MAKER], **code)
    if {GIVER, TO} <= cast.keys():
        _give(cast)


def _give(cast: Mapping[str, people.Person]) -> None:
    giver, tiles = cast[GIVER], _tiles(cast)
    purse = {"reason": "deposit", "key": f"demogift{tiles.public_id}"}
    ledger.move(PURSE, ledger.of_site("clearing", "demo"), ledger.wallet(giver.id), **purse)
    offer = market.prices_of(tiles).unlock.public_id
    market.giving.give(giver, offer, key=f"demogift{tiles.public_id}", to=cast[TO], message=WORDS)


def _tiles(cast: Mapping[str, people.Person]) -> content.Content:
    return content.owned(cast[MAKER], words=TILES).items[0]
