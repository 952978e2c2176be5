"""Taking higher rungs out of a film, and putting them back while their files are still there."""

import json
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, select

from wm.domains import media, storage
from wm.kernel.db import db

RUNG = "rung"
COLUMNS = ("step", "width", "height", "bandwidth", "average", "codecs", "fps", "bytes", "playlist")


def above(height: int) -> ColumnElement[int]:
    """Return how many bytes the rungs above `height` of a film have."""
    rung = media.Rendition
    sums = select(func.coalesce(func.sum(rung.bytes), 0)).where(rung.film_id == media.Film.id, rung.step > height)
    return sums.correlate(media.Film).scalar_subquery()


def has_above(height: int) -> ColumnElement[bool]:
    """Whether a film has a rung above `height`."""
    return exists().where(media.Rendition.film_id == media.Film.id, media.Rendition.step > height)


def has_up_to(height: int) -> ColumnElement[bool]:
    """Whether a film has a rung of at most `height`, which stays."""
    return exists().where(media.Rendition.film_id == media.Film.id, media.Rendition.step <= height)


def drop(film: media.Film, height: int, subject: str, wait: timedelta) -> int:
    """Let players see no rung above `height` any more, and let its files go after `wait`; returns how many bytes those are."""
    going = [each for each in media.renditions(film.id) if each.step > height]
    for each in going:
        undo = {"film_id": film.id, "rung": {name: getattr(each, name) for name in COLUMNS}}
        stem = each.playlist.removesuffix(".m3u8")
        storage.ask(f"published/{film.key}/{stem}.mp4", RUNG, wait, subject=subject, bytes=each.bytes, undo=undo)
        storage.ask(f"published/{film.key}/{stem}.m3u8", RUNG, wait, subject=subject)
        db.session.delete(each)
    media.promise_edition(film)
    return sum(each.bytes for each in going)


def put_back(row: storage.Deletion) -> None:
    """Show a rung again whose files were taken back."""
    undo = json.loads(row.undo)
    film = media.find(undo["film_id"]) if undo else None
    if film is None or f"published/{film.key}/" not in row.place:
        return
    db.session.add(media.Rendition(film_id=film.id, **undo["rung"]))
    media.promise_edition(film)
