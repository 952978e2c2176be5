"""What the pipeline writes down: short transactions that hold only while the lease of their job does."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy.exc import OperationalError

from wm.domains.media.events import FilmFailed
from wm.domains.media.models import Film, Rendition
from wm.domains.media.progress import Progress
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


class Telling:
    """Tells how far an encode is, at most once a second: into the film's row and to whoever looks at its page.

    The encode as a whole goes from 0 to 100 percent; a step takes the part from `start` to `end` of it."""

    def __init__(self, turn: Turn):
        self.turn, self.start, self.end = turn, 0.0, 0.0
        self.told_at, self.began, self.began_with = 0.0, clock.monotonic(), 0.0

    def step(self, name: str, start: float, end: float, rendition: str = "", **changes) -> None:
        """Begin a step; `changes` are further columns of the film to set with it."""
        self.start, self.end = start, end
        if self.told_at == 0.0:
            self.began_with = start
        self._tell(start, step=name, rendition=rendition, **changes)

    def __call__(self, progress: Progress) -> None:
        """Hear how far the present step is."""
        if clock.monotonic() - self.told_at < TELL_EVERY:
            return
        percent = self.start + (self.end - self.start) * progress.percent / 100
        try:
            self._tell(round(percent, 1), speed=round(progress.speed, 2), seconds_left=self._left(percent))
        except OperationalError as error:
            log.warning("could not write down the progress of film %s: %s", self.turn.film_id, error)

    def tell_again(self) -> None:
        """Tell whoever looks at the film's page what its row says now."""
        with row(self.turn) as film:
            told = as_told(film)
        live.publish(f"film:{film.public_id}", "progress", told)

    def _left(self, percent: float) -> int | None:
        done = percent - self.began_with
        return round((clock.monotonic() - self.began) * (100 - percent) / done) if done > 1 else None

    def _tell(self, percent: float, **changes) -> None:
        self.told_at = clock.monotonic()
        with row(self.turn) as film:
            film.percent = max(film.percent, percent)  # what was done before a restart stays done
            for name, value in changes.items():
                setattr(film, name, value)
        live.publish(f"film:{film.public_id}", "progress", as_told(film))
