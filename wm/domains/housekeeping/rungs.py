"""Taking higher rungs out of a film, and putting them back while their files are still there."""

import json
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, select

from wm.domains import media, storage
from wm.kernel.db import db
from wm.kernel.storage import store

RUNG, MASTER = "rung", "master.m3u8"
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
        undo["entry"] = _taken_out(film.key, each.playlist)
        storage.ask(f"published/{film.key}/{stem}.mp4", RUNG, wait, subject=subject, bytes=each.bytes, undo=undo)
        storage.ask(f"published/{film.key}/{stem}.m3u8", RUNG, wait, subject=subject)
        db.session.delete(each)
    film.version += 1
    return sum(each.bytes for each in going)


def put_back(row: storage.Deletion) -> None:
    """Show a rung again whose files were taken back."""
    undo = json.loads(row.undo)
    film = media.find(undo["film_id"]) if undo else None
    if film is None or f"published/{film.key}/" not in row.place:
        return
    db.session.add(media.Rendition(film_id=film.id, **undo["rung"]))
    lines = _master(film.key)
    _write(film.key, [*lines, *undo["entry"]])
    film.version += 1


def _master(film_key: str) -> list[str]:
    place = f"published/{film_key}/{MASTER}"
    return b"".join(store().open(place)).decode().splitlines() if store().stat(place) else []


def _taken_out(film_key: str, playlist: str) -> list[str]:
    """Take a rung out of the master playlist; returns its two lines."""
    lines = _master(film_key)
    if playlist not in lines:
        return []
    at = lines.index(playlist)
    _write(film_key, [*lines[: at - 1], *lines[at + 1 :]])
    return lines[at - 1 : at + 1]


def _write(film_key: str, lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    store().put(f"published/{film_key}/{MASTER}", text.encode(), "application/vnd.apple.mpegurl")
