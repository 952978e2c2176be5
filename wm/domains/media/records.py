"""What the pipeline writes down: short transactions that hold only while the lease of their job does."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.exc import OperationalError

from wm.domains.media import steps
from wm.domains.media.events import FilmFailed
from wm.domains.media.models import Film, Rendition
from wm.domains.media.progress import Progress
from wm.domains.media.shelf import Shelf
from wm.domains.media.step_models import FilmSound, FilmStep
from wm.kernel import clock, job, live
from wm.kernel.db import db, transaction
from wm.kernel.errors import DomainError
from wm.kernel.facts import record
from wm.kernel.job import LostLease

TELL_EVERY = 1.0
log = logging.getLogger(__name__)


class Turn(NamedTuple):
    """The right to work on a film: it ends when the film is sent to be encoded anew."""

    film_id: int
    run: int


@contextmanager
def row(turn: Turn) -> Iterator[Film]:
    """Give the film's row, locked, and commit at the end. Raises LostLease when the job or the film is no longer ours."""
    with transaction():
        if lease := job.current():
            lease.guard()
        film = db.session.get(Film, turn.film_id, with_for_update=True, populate_existing=True)
        if film is None or film.run != turn.run:
            raise LostLease(f"film {turn.film_id} is no longer to be encoded for the time {turn.run}")
        yield film


def hold(turn: Turn) -> None:
    """Make sure, before something is published, that this attempt is still the one that may; renews its lease."""
    with row(turn):
        if lease := job.current():
            lease.guard(run_at=clock.now() + timedelta(seconds=job.LEASE_SECONDS))


def publish(turn: Turn, place: Shelf, *paths: Path) -> None:
    """Publish local files under their names, each only while the lease holds; they are given away."""
    for path in paths:
        hold(turn)
        place.put(path)


def is_last_attempt() -> bool:
    """Whether the job will not be tried again by itself."""
    lease = job.current()
    return lease is not None and lease.attempt >= job.ATTEMPTS


def got_further() -> None:
    """Say, in the present transaction, that the attempts of this job count anew from here."""
    if lease := job.current():
        job.progressed(lease)


def add_rendition(film: Film, step: int, **values) -> None:
    """Write down, in the present transaction, that a rung has been published; once for each step."""
    db.session.query(Rendition).filter_by(film_id=film.id, step=step).delete()
    db.session.add(Rendition(film_id=film.id, step=step, **values))


def wait_for_room(turn: Turn) -> None:
    """Say that the disk is full; this attempt does not count."""
    with row(turn) as film:
        film.step, film.seconds_left = "room", None
        got_further()
    live.publish(f"film:{film.public_id}", "progress", as_told(film))


def set_sounds(film: Film, told: list[dict]) -> None:
    """Write down, in the present transaction, which sounds are published now, the main one first."""
    db.session.query(FilmSound).filter_by(film_id=film.id).delete()
    db.session.add_all(FilmSound(film_id=film.id, place=place, **values) for place, values in enumerate(told, 1))
    film.has_audio = bool(told)


def fail(turn: Turn, refusal: DomainError) -> None:
    """Write down why a film can't be encoded; one that plays already goes on playing as far as it came."""
    with row(turn) as film:
        film.error_code, film.error_text = refusal.code, refusal.message
        film.step, film.rendition, film.seconds_left = "failed", "", None
        if not film.is_playable:
            film.state = "failed"
            record(FilmFailed(film.id))
    live.publish(f"film:{film.public_id}", "progress", as_told(film))


def as_told(film: Film) -> dict:
    """Return what the creator's page shows of an encode."""
    names = ("state", "step", "rendition", "percent", "speed", "seconds_left", "error_code", "error_text")
    return {name: getattr(film, name) for name in names}


def say(turn: Turn, **changes) -> None:
    """Write `changes` into the film's row and tell whoever looks at its page."""
    with row(turn) as film:
        for name, value in changes.items():
            setattr(film, name, value)
    live.publish(f"film:{film.public_id}", "progress", as_told(film))


def tell(turn: Turn) -> None:
    """Write down how far all steps are together, and tell it."""
    with row(turn) as film:
        _sum_up(film)
    live.publish(f"film:{film.public_id}", "progress", as_told(film))


def _sum_up(film: Film) -> None:
    percent, speed = steps.percent(film)
    film.percent = max(film.percent, round(min(percent, 100.0), 1))  # what was done before a restart stays done
    film.speed, film.seconds_left = round(speed, 2), _left(film)


def _left(film: Film) -> int | None:
    """By what is done and how long that took; None where nothing can be said yet."""
    if film.is_ready or film.error_code or film.percent <= 2:
        return 0 if film.is_ready else None
    spent = (clock.now() - (film.begun_at or film.created_at)).total_seconds()
    return round(spent * (100 - film.percent) / film.percent)


class Telling:
    """Tells how far a step is, at most once a second: into its row, its film's, and to whoever looks at the page."""

    def __init__(self, turn: Turn, step: FilmStep):
        self.turn, self.step, self.told_at = turn, step, 0.0
        self._tell(0.0, 0.0)

    def __call__(self, progress: Progress) -> None:
        """Hear how far it is."""
        if clock.monotonic() - self.told_at < TELL_EVERY:
            return
        try:
            self._tell(progress.percent, progress.speed)
        except OperationalError as error:
            log.warning("could not write down the progress of film %s: %s", self.turn.film_id, error)

    def _tell(self, percent: float, speed: float) -> None:
        self.told_at = clock.monotonic()
        with row(self.turn) as film:
            if step := steps.find(film, self.step.place):
                step.percent, step.speed = round(percent, 1), round(speed, 2)
            db.session.flush()
            film.step, film.rendition = self.step.name, steps.rungs_of(self.step)
            _sum_up(film)
        live.publish(f"film:{film.public_id}", "progress", as_told(film))
