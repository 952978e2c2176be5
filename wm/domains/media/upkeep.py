"""What keeps films right over time: folders that change their name, encodes that were given up, what was left behind."""

from sqlalchemy import select

from wm.domains.media import actions, desk, errors, lingering, queries, records
from wm.domains.media.clearing import clear, let_go_of_files
from wm.domains.media.models import BUSY, Film
from wm.domains.media.shelf import Shelf
from wm.kernel.db import db, transaction
from wm.kernel.job import Job

GIVEN_UP = ("quarantined", "dropped")
BATCH = 500


def move(film_id: int, old_key: str, new_key: str) -> None:
    """Publish a film under another key and have what lies under the old one go, so that old links end. Commits.

    Waits while the film is being encoded."""
    with transaction():
        lingering.forget(old_key)
        film = queries.find(film_id)
        if film is not None and film.key == old_key and film.is_busy:
            return actions.promise_move(film, wait=actions.LATER)
    if film is not None and film.key == old_key:
        Shelf(old_key).copy_to(Shelf(new_key))
        _flip(records.Turn(film_id, film.run), old_key, new_key)
    clear(old_key)
    clear(new_key)


def _flip(turn: records.Turn, old_key: str, new_key: str) -> None:
    with records.row(turn) as film:
        if film.key == old_key and not film.is_busy:
            film.key, film.version = new_key, film.version + 1


def settle(film_id: int, film_key: str) -> None:
    """Have go what is no part of a complete film any more; one that is at work again says so itself at its end. Commits."""
    there = Shelf(film_key).sizes()
    with transaction():
        film = queries.find(film_id)
        if film is not None and film.key == film_key and film.is_ready:
            let_go_of_files(film, there)


def tidy() -> None:
    """Tell the creators of films whose encode was given up for good, and remove folders that nobody works in."""
    with transaction():
        lingering.forget_old()
        working = db.session.scalars(select(Film).where(Film.state.in_((*BUSY, "playable"))).limit(BATCH)).all()
        turns = {(film.public_id, film.run): records.Turn(film.id, film.run) for film in working if film.is_busy}
        ids = {public_id for public_id, _ in turns}
        lost = select(Job.key).where(Job.queue == "media", Job.state.in_(GIVEN_UP), Job.subject.in_(ids))
        given_up = {_run_of(key) for key in db.session.scalars(lost.where(Job.key.is_not(None)))}
        alive = {film.key for film in working}
    for run in given_up & turns.keys():
        records.fail(turns[run], errors.Interrupted())
    if len(working) < BATCH:
        desk.forget(alive)


def _run_of(key: str) -> tuple[str, int]:
    """Which film, and which of its runs, the key of a job speaks of: "media.step:<public id>:<run>:<place>"."""
    _, public_id, run, *_ = key.split(":")
    return public_id, int(run)
