"""The gate before the files of a film: asked of every request, by the same rules as the film's page."""

from sqlalchemy import select

from wm.domains import media
from wm.domains.content.locking import opens
from wm.domains.content.models import Content
from wm.domains.content.policy import may_watch
from wm.kernel.db import db


def may_play(film_key: str, viewer) -> bool:
    """Whether `viewer` may have the files that lie under `film_key` now: the page of its piece, and the film itself.

    Nobody may when no film lies there any more."""
    wanted = select(Content).join(media.Film, media.Film.id == Content.film_id).where(media.Film.key == film_key)
    piece = db.session.scalars(wanted).first()
    return piece is not None and may_watch(piece, viewer) and opens(piece, viewer)
