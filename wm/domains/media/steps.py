"""The steps of an encode as rows: laid from a plan, promised phase by phase, taken by whichever worker asks first."""

import json
from collections.abc import Iterable

from sqlalchemy import delete, func, select, update

from wm.domains.media.models import Film
from wm.domains.media.phases import Wanted
from wm.domains.media.step_models import FilmPlan, FilmStep
from wm.kernel import clock, job
from wm.kernel.db import db

STEP = "media.step"
OPEN = ("waiting", "working")


def lay(film: Film, plan: str, phases: Iterable[list[Wanted]]) -> None:
    """Write plan and steps of this run in the place of those of earlier ones, and promise the first phase."""
    for before in (FilmPlan, FilmStep):
        db.session.execute(delete(before).where(before.film_id == film.id))
    db.session.add(FilmPlan(film_id=film.id, run=film.run, text=plan))
    wanted = [(phase, step) for phase, steps in enumerate(phases, 1) for step in steps]
    db.session.add_all(_row(film, place, phase, step) for place, (phase, step) in enumerate(wanted, 1))
    db.session.flush()
    promise_next(film)


def lay_again(film: Film, plan: str, phases: Iterable[list[Wanted]], after: int) -> None:
    """Write another plan of this run, and other steps in the place of those that come `after` a phase."""
    db.session.execute(update(FilmPlan).where(FilmPlan.film_id == film.id).values(text=plan))
    db.session.execute(delete(FilmStep).where(*_mine(film), FilmStep.phase > after))
    for phase, wanted in enumerate(phases, after + 1):
        for step in wanted:
            add(film, phase, step)


def _row(film: Film, place: int, phase: int, step: Wanted) -> FilmStep:
    state = "asleep" if step.is_asleep else "waiting"
    known = {"name": step.name, "args": json.dumps(step.args), "cost": step.cost, "state": state}
    return FilmStep(film_id=film.id, run=film.run, place=place, phase=phase, **known)


def are_laid(film: Film) -> bool:
    """Whether this run has its steps already."""
    return db.session.scalar(select(FilmStep.id).where(*_mine(film)).limit(1)) is not None


def plan_of(film: Film) -> str:
    """Return the plan of this run as it was written down; "" before there is one."""
    known = select(FilmPlan.text).where(FilmPlan.film_id == film.id, FilmPlan.run == film.run)
    return db.session.scalar(known) or ""


def last_plan(film: Film) -> str:
    """Return the plan of the last run for which there is one, of the same source; "" before the first."""
    return db.session.scalar(select(FilmPlan.text).where(FilmPlan.film_id == film.id)) or ""


def _mine(film: Film) -> tuple:
    return FilmStep.film_id == film.id, FilmStep.run == film.run


def promise_next(film: Film) -> None:
    """Promise the steps of the earliest phase that is open; what makes a film playable goes before what completes others."""
    phase = select(func.min(FilmStep.phase)).where(*_mine(film), FilmStep.state.in_(OPEN)).scalar_subquery()
    next_ones = select(FilmStep).where(*_mine(film), FilmStep.phase == phase, FilmStep.state == "waiting")
    for step in db.session.scalars(next_ones.order_by(FilmStep.place)):
        key = f"{STEP}:{film.public_id}:{film.run}:{step.place}"
        given = {"film_id": film.id, "run": film.run, "place": step.place}
        is_urgent = not film.is_playable or step.name == "finish"  # nothing is quicker, and it makes room
        job.enqueue(STEP, subject=film.public_id, key=key, is_urgent=is_urgent, **given)


def find(film: Film, place: int) -> FilmStep | None:
    """Return one step of this run, as it is in the database now."""
    wanted = select(FilmStep).where(*_mine(film), FilmStep.place == place)
    return db.session.scalars(wanted.execution_options(populate_existing=True)).first()


def begin(film: Film, place: int) -> FilmStep | None:
    """Take a step on; None when nothing is left to do of it."""
    step = find(film, place)
    if step is None or step.state not in OPEN or film.error_code:
        return None
    step.state, step.began_at = "working", step.began_at or clock.now()
    return step


def end(film: Film, place: int) -> None:
    """Mark a step as done, and promise the next phase after the last of its own."""
    step = find(film, place)
    if step is None or step.state == "done":
        return
    step.state, step.percent, step.speed, step.done_at = "done", 100.0, 0.0, clock.now()
    db.session.flush()
    beside = select(FilmStep.id).where(*_mine(film), FilmStep.phase == step.phase, FilmStep.state.in_(OPEN))
    if db.session.scalar(beside.limit(1)) is None:
        promise_next(film)


def add(film: Film, phase: int, wanted: Wanted) -> None:
    """Write down one more step of this run, to be made with those of that phase."""
    place = db.session.scalar(select(func.max(FilmStep.place)).where(*_mine(film))) + 1
    db.session.add(_row(film, place, phase, wanted))
    db.session.flush()


def is_open(film: Film, name: str, but: int) -> bool:
    """Whether a step of that name, other than the one in place `but`, is still to be done."""
    open_ones = FilmStep.name == name, FilmStep.place != but, FilmStep.state.in_(OPEN)
    return db.session.scalar(select(FilmStep.id).where(*_mine(film), *open_ones).limit(1)) is not None


def sleeps(film: Film) -> bool:
    """Whether something waits until somebody asks for it."""
    return db.session.scalar(select(FilmStep.id).where(*_mine(film), FilmStep.state == "asleep").limit(1)) is not None


def wake(film: Film) -> bool:
    """Promise what was left until somebody asks for it; whether there was anything."""
    asleep = update(FilmStep).where(*_mine(film), FilmStep.state == "asleep").values(state="waiting")
    if not film.is_ready or not db.session.execute(asleep).rowcount:
        return False
    film.state = "playable"
    promise_next(film)
    return True


def percent(film: Film) -> tuple[float, float]:
    """Return how far all steps together are in percent, and how many seconds of film they make a second."""
    share = func.sum(FilmStep.cost * FilmStep.percent) / func.sum(FilmStep.cost)
    seen = select(share, func.sum(FilmStep.speed)).where(*_mine(film), FilmStep.state != "asleep")
    done, speed = db.session.execute(seen).one()
    return done or 0.0, speed or 0.0


def of(film: Film) -> list[FilmStep]:
    """Return the steps of this run in order."""
    return list(db.session.scalars(select(FilmStep).where(*_mine(film)).order_by(FilmStep.place)))


def rungs_of(step: FilmStep) -> str:
    """Return the rungs that a step makes, as people call them: "480p, 720p"; "" where it makes none."""
    return ", ".join(f"{lines}p" for lines in json.loads(step.args).get("steps", ()))
