"""Films for tests that are not about encoding: rows as the pipeline leaves them, with no files behind."""

from datetime import timedelta

from wm.domains import content
from wm.domains.media.models import Film
from wm.kernel import clock
from wm.kernel.db import db


def film(state: str = "ready", **values) -> Film:
    """Return a film of twenty seconds in `state`."""
    played = clock.now() if state in ("playable", "ready") else None
    shape = {"duration_ms": 20_000, "width": 1280, "height": 720, "has_audio": True, "playable_at": played}
    row = Film(source_key="raw/none", state=state, **(shape | values))
    db.session.add(row)
    db.session.flush()
    return row


def published(person, title: str = "A film", minutes_ago: int = 0, state: str = "ready", **fields) -> content.Content:
    """Return a piece of `person`'s that came out `minutes_ago`, with a film behind it."""
    piece = content.draft(person, title, film=film(state), **fields)
    content.publish(piece, at=clock.now() - timedelta(minutes=minutes_ago))
    db.session.commit()
    return piece
