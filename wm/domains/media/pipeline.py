"""The pipeline: look at the source, write a plan and its steps, then one step after another, each as a job of its own.

Every step looks at what has been written down before and does only what is missing, so that it may be killed anywhere
and run again, here or on another machine. Files are published before the row that speaks of them, and the master
playlist after it."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from wm.domains.media import desk, errors, inventory, looking, making, phases, plan, queries, records, steps
from wm.domains.media.attempt import Attempt
from wm.domains.media.clearing import clear
from wm.domains.media.models import Film
from wm.domains.media.step_models import FilmStep
from wm.kernel import clock
from wm.kernel.db import transaction
from wm.kernel.errors import Insufficient
from wm.kernel.job import LostLease


def encode(film_id: int, run: int) -> None:
    """Look at a film's source, write down what is to be made of it, and promise the first steps; once for each run.

    A refusal is written down for the creator; anything else is raised, for the job to be tried again."""
    with transaction():
        film = queries.find(film_id)
        if film is None or film.run != run or not film.is_busy or steps.are_laid(film):
            return
    turn = records.Turn(film_id, run)
    with _answered(film, turn):
        state = film.state if film.is_playable else "probing"
        records.say(turn, state=state, step="checking", begun_at=clock.now())
        with desk.folder(film.key, "look") as folder:
            seen = looking.look(film, folder)
            if film.needs_faces:
                making.publish_faces(turn, film.key, seen.frames, folder)
        with records.row(turn) as film:
            _lay(film, seen.plan)


def _lay(film: Film, drawn: plan.Plan) -> None:
    """Write down what the film is and what is made of it."""
    if not film.is_playable:
        film.state, (film.width, film.height) = "encoding", drawn.shape
    film.duration_ms = film.duration_ms or round(1000 * drawn.probe.duration)
    steps.lay(film, plan.written(drawn), phases.of(drawn, inventory.shown(film, drawn)))


def make(film_id: int, run: int, place: int) -> None:
    """Make one step of a run; refusals and failures as in `encode`."""
    turn = records.Turn(film_id, run)
    with transaction():
        film = queries.find(film_id)
    if film is None or film.run != run:
        return
    with _answered(film, turn):
        with records.row(turn) as film:
            step, drawn = steps.begin(film, place), steps.plan_of(film)
        if step is not None:
            _make(film, turn, step, plan.read(drawn))


def _make(film: Film, turn: records.Turn, step: FilmStep, drawn: plan.Plan) -> None:
    with desk.folder(film.key, str(step.place)) as folder:
        making.STEPS[step.name](Attempt(film, drawn, step, folder, records.Telling(turn, step)))
    with records.row(turn) as film:
        steps.end(film, step.place)
    if step.name == "finish":
        desk.clear(film.key)
    records.tell(turn)


@contextmanager
def _answered(film: Film, turn: records.Turn) -> Iterator[None]:
    key = film.key  # which can't be asked of a film that has been removed meanwhile
    try:
        yield
    except LostLease:
        clear(key)
        raise
    except (errors.NotAFilm, errors.Unencodable) as refusal:
        records.fail(turn, refusal)
    except Exception as error:
        if _is_full(error):
            records.wait_for_room(turn)
        elif records.is_last_attempt():
            records.fail(turn, errors.Interrupted())
        raise


def _is_full(error: Exception) -> bool:
    """Whether there is no room on a disk, which is no fault of the film's: it waits until there is."""
    return isinstance(error, Insufficient) or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
