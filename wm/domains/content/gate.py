"""The gate before the files of a film: asked of every request, by the same rules as the film's page."""

from sqlalchemy import select

from wm.domains import media
from wm.domains.content.locking import opens
from wm.domains.content.models import Content
from wm.domains.content.policy import may_watch
from wm.kernel.db import db


def may_play(film_key: str, viewer) -> bool:
    """Whether `viewer` may have the files that lie under `film_key` now: the page of its piece, and the film itself.

    Nobody may when no film lies there any more, nor lingers."""
    piece = _shown(media.Film.id, media.Film.key == film_key) or _shown(
        media.FormerKey.film_id, media.FormerKey.key == film_key, media.lingers()
    )
    return piece is not None and may_watch(piece, viewer) and opens(piece, viewer)


def _shown(film_id, *where) -> Content | None:
    """The piece that shows the film which is meant."""
    return db.session.scalars(select(Content).join(film_id.class_, film_id == Content.film_id).where(*where)).first()
