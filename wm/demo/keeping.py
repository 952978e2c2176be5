"""What the cast likes, saves and puts into playlists."""

from zlib import crc32

from wm.domains import content, engagement, people, playlists

LISTS = (
    ("cy", "Music for a quiet hour", "public", "Played from the first to the last.", "voices kalimba music-box bowl"),
    (
        "ben",
        "After the night shift",
        "public",
        "Slow, dark, and no talking.",
        "dunes night-train aurora star-trails isobars",
    ),
    ("ada", "Numbers one can watch", "public", "For my class, in this order.", "sunflower carpet cloth lamps seahorse"),
    ("leila", "Hands at work", "public", "", "indigo bandhani zellige kolam riso quarter-turn"),
    ("ben", "To show at home", "private", "", "caramel broth kolam"),
)
LATER = {"ben": "lichen seahorse voices", "cy": "bowl", "ada": "zellige riso"}
COLLECTIONS = {"ben": ("Ideas for the garden", "lichen indigo sunflower"), "ada": ("For next week", "kolam zellige")}


def keep(cast: dict[str, people.Person], films: dict[str, content.Content]) -> None:
    """Let those who are there like, save and list the films that are there; `films` by their short names."""
    for handle, person in cast.items():
        for slug, film in films.items():
            _meet(person, film, chance=crc32(f"{handle} {slug}".encode()) % 100)
    for handle, title, visibility, words, slugs in LISTS:
        if handle in cast:
            _fill(playlists.make(cast[handle], title, visibility, words), slugs, films)
    for handle in LATER.keys() & cast.keys():
        _fill(playlists.watch_later(cast[handle]), LATER[handle], films)
    for handle in COLLECTIONS.keys() & cast.keys():
        _collect(cast[handle], *COLLECTIONS[handle], films)
    while engagement.recount():
        pass


def _meet(person: people.Person, film: content.Content, chance: int) -> None:
    if film.belongs_to(person):
        return
    if chance < 40:
        engagement.like(person, film)
    if chance % 8 == 0:
        engagement.save(person, film)


def _fill(playlist: playlists.Playlist, slugs: str, films: dict[str, content.Content]) -> None:
    for slug in slugs.split():
        if slug in films:
            playlists.add(playlist, films[slug])


def _collect(person: people.Person, name: str, slugs: str, films: dict[str, content.Content]) -> None:
    collection = engagement.make_collection(person, name)
    for slug in slugs.split():
        if slug in films:
            engagement.save(person, films[slug], collection)
