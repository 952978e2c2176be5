"""Editions of a film's master playlist: each says what the rows say, though several workers publish at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from wm.domains.media import judging, playlist, queries, records, shelf
from wm.domains.media.models import Film
from wm.kernel import job
from wm.kernel.db import transaction

PUBLISH = "media.publish_edition"


class Edition(NamedTuple):
    """What is published under which key: names of files and their text, those first that others name."""

    key: str
    files: tuple[tuple[str, str], ...]


@contextmanager
def published(turn: records.Turn) -> Iterator[Film]:
    """Publish what the rows say, and give the film's row, locked, its version counted up. Raises LostLease.

    The version counts up after it, because players keep for a year what they read under one version; what somebody wrote down in
    between is published before anybody hears of it."""
    there = None
    while True:
        with records.row(turn) as film:
            wanted = _edition(film)
            if wanted == there:
                film.version += 1
                yield film
                return
        for name, text in wanted.files:
            shelf.Shelf(wanted.key).write(name, text)
        there = wanted


def _edition(film: Film) -> Edition:
    variants = [judging.variant(each) for each in queries.renditions(film.id)]
    sounds = [judging.heard(each) for each in queries.sounds(film.id)]
    texts = [judging.written(each) for each in queries.texts(film.id)]
    beside = [(text.uri, playlist.text(text.file, film.duration_ms / 1000)) for text in texts]
    return Edition(film.key, (*beside, (shelf.MASTER, playlist.master(variants, sounds, texts))))


def promise(film: Film) -> None:
    """Promise another edition: the rows say something else now."""
    job.enqueue(PUBLISH, subject=film.public_id, film_id=film.id)


def publish(film_id: int) -> None:
    """Publish another edition; before a film plays, its first one will do."""
    with transaction():
        film = queries.find(film_id)
        plays = film is not None and film.is_playable and queries.renditions(film.id)
    if plays:
        with published(records.Turn(film.id, film.run)):
            pass
