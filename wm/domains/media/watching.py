"""Reads for who wants to know what is made of films: the plan, its steps, the queue, and all films at work."""

from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from wm.domains.media import plan, steps
from wm.domains.media.models import BUSY, Film
from wm.domains.media.plan import Plan
from wm.domains.media.step_models import FilmStep
from wm.kernel import clock, paging
from wm.kernel.db import db
from wm.kernel.job import Job
from wm.kernel.paging import Page

PAGE = 30


class Workings(NamedTuple):
    """What is made of a film: its plan (None before somebody looked at the source), its steps, and how many jobs of other
    films go before it in the queue (None: it does not wait)."""

    plan: Plan | None
    steps: list[FilmStep]
    before: int | None


def workings(film: Film) -> Workings:
    """Return what is made of a film in its present run."""
    text = steps.plan_of(film)
    return Workings(plan.read(text) if text else None, steps.of(film), _before(film) if film.is_busy else None)


def _before(film: Film) -> int | None:
    """How many jobs that nobody has taken go before this film's next; None when one of its own is being made."""
    waiting = [Job.queue == "media", Job.state == "due", Job.run_at <= clock.now(), Job.lease_token.is_(None)]
    mine = select(Job.id, Job.is_urgent).where(*waiting, Job.subject == film.public_id)
    first = db.session.execute(mine.order_by(Job.is_urgent.desc(), Job.id).limit(1)).first()
    if first is None:
        return None
    earlier = and_(Job.is_urgent == first.is_urgent, Job.id < first.id)
    ahead = earlier if first.is_urgent else or_(Job.is_urgent, earlier)
    return db.session.scalar(select(func.count()).where(*waiting, ahead, Job.subject != film.public_id))


def at_work(cursor: str | None = None, size: int = PAGE) -> Page:
    """Return films that are being encoded, wait for it, or failed, newest first."""
    wanted = select(Film).where(or_(Film.state.in_((*BUSY, "playable", "failed")), Film.error_code != ""))
    if place := paging.decode(cursor, int):
        wanted = wanted.where(Film.id < place[0])
    rows = db.session.scalars(wanted.order_by(Film.id.desc()).limit(size + 1)).all()
    return paging.cut(rows, size, lambda film: (film.id,))
