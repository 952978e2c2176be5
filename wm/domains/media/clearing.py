"""Clears away what was published of films that are no more, or lie under another key now."""

from sqlalchemy import select

from wm.domains.media import lingering
from wm.domains.media.models import Film
from wm.domains.media.shelf import Parts, Shelf
from wm.kernel.db import db, transaction


def clear(film_key: str) -> None:
    """Remove everything that was published under `film_key`, unless a film lies there, or what was one lingers."""
    with transaction():
        is_needed = db.session.scalar(select(Film.id).where(Film.key == film_key)) or lingering.known([film_key])
        if not is_needed:
            lingering.forget(film_key)
    if not is_needed:
        Shelf(film_key).clear()
        Parts(film_key).clear()
