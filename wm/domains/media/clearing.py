"""What leaves the store for good goes through the deletion queue: asked for here, by whoever knows why."""

from datetime import timedelta

from sqlalchemy import select

from wm.domains import storage
from wm.domains.media import inventory, lingering, shelf, steps
from wm.domains.media.models import Film
from wm.kernel.db import db, transaction
from wm.kernel.storage import store

FILM, REPLACED, PARTS = "film", "replaced", "parts"  # why something goes
NOW = timedelta(0)


def let_go(film: Film, wait: timedelta = NOW) -> None:
    """Have everything go that was published of a film that is no more, and what was laid aside for it."""
    _ask(film.key, wait, film.public_id)
    if not film.is_ready or steps.sleeps(film):
        storage.ask(shelf.Parts(film.key).prefix, FILM, wait, subject=film.public_id)


def _ask(film_key: str, wait: timedelta = NOW, subject: str = "") -> None:
    storage.ask(shelf.Shelf(film_key).prefix, FILM, wait, subject=subject)


def let_go_of_former(film: Film) -> list[str]:
    """Have go at once what lingers of films whose place `film` took: links to it end. Returns the keys that it lies under."""
    former = lingering.stop(film)
    for key in former:
        if not storage.hasten(shelf.Shelf(key).prefix):
            _ask(key, subject=film.public_id)
    return former


def let_go_of_files(film: Film, there: dict[str, int]) -> None:
    """Have go what lies there (names and bytes) and is no part of a complete film any more, nor of what others laid beside it.

    What somebody may be watching waits until nobody can be; what has its day already keeps it."""
    place = shelf.Shelf(film.key).prefix
    left = there.keys() - inventory.of(film)
    promised = storage.deleting.promised(place + name for name in left)
    for name in sorted(each for each in left if not each.startswith(shelf.BESIDE) and place + each not in promised):
        wait = lingering.LINGER if name.startswith(shelf.COPY) else NOW
        storage.ask(place + name, REPLACED, wait, subject=film.public_id, bytes=there[name])


def let_go_of_parts(film: Film, there: dict[str, int], but: str) -> None:
    """Have go what was laid aside for a film (names and bytes) but for what later steps are made of; "" keeps nothing."""
    place = shelf.Parts(film.key).prefix
    going = {place + name: size for name, size in there.items() if name != but} if but else {place: sum(there.values())}
    for each in sorted(going.keys() - storage.deleting.promised(going)) if there else ():
        storage.ask(each, PARTS, subject=film.public_id, bytes=going[each])


def clear(film_key: str) -> None:
    """Have everything go that lies under `film_key`, unless a film lies there, or what was one lingers. Commits."""
    lies = [place for place in (f"published/{film_key}/", f"processing/{film_key}/") if any(store().keys(place))]
    with transaction():
        film = select(Film.id).where(Film.key == film_key)
        if not (db.session.scalar(film) or lingering.known([film_key])):
            for place in lies:
                storage.ask(place, FILM)
