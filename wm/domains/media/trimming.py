"""Trimming: a film of the same source that begins later or ends earlier, made of what is published already.

Whole fragments are taken over byte by byte; only what lies before the first and after the last of them is encoded."""

import logging
from dataclasses import replace
from pathlib import Path

from wm.domains.media import command, errors, fragments, joining, keeping, plan, queries, steps
from wm.domains.media.attempt import Attempt
from wm.domains.media.chunks import Chunk
from wm.domains.media.cuts import Cut
from wm.domains.media.ladder import Rung
from wm.domains.media.models import Film
from wm.domains.media.plan import Plan
from wm.domains.media.shelf import Shelf
from wm.kernel.errors import NotFound
from wm.kernel.storage import store

SHORTEST = 1000  # milliseconds that are left at least
log = logging.getLogger(__name__)


def source_ms(film: Film) -> int:
    """Return how long the uploaded file plays."""
    text = steps.plan_of(film)
    seconds = plan.read(text).probe.duration if text else 0
    return max(round(1000 * seconds), film.trim_start_ms + film.duration_ms)


def refuse_bad(film: Film, start_ms: int, end_ms: int | None) -> None:
    """Raise BadTrim (422) where nothing would be left, NoSource (409) where the uploaded file is not kept any more."""
    whole = source_ms(film)
    if start_ms < 0 or min(end_ms or whole, whole) - start_ms < SHORTEST:
        raise errors.BadTrim()
    if store().stat(film.source_key) is None:
        raise errors.NoSource()


def known_plan(film: Film) -> Plan | None:
    """Return the plan of the film that this one is cut from, where it says all that a look at the source would, and at its
    pictures."""
    parent = queries.with_key(film.cut_from)
    text = steps.plan_of(parent) if parent else ""
    drawn = plan.read(text) if text else None
    is_seen = drawn is not None and not drawn.made and not steps.is_open(parent, "faces", but=0)
    return drawn if is_seen else None


def trimmed(film: Film, drawn: Plan) -> Plan:
    """Return the plan of a film that is cut: nothing is copied as it came, nothing waits to be asked for."""
    parent = queries.with_key(film.cut_from)
    first = _frame(film.trim_start_ms, drawn)
    end = None if film.trim_end_ms is None else _frame(film.trim_end_ms, drawn)
    cut = Cut(first, end)
    if parent is not None:
        begins = _frame(parent.trim_start_ms, drawn)
        cut = Cut(first, end, parent.key, begins, parent.trim_end_ms is None)
    return replace(drawn, copied=0, keeps_copy=False, misfits=("trim",), later=(), chunks=(), cut=cut, to_recast=False)


def _frame(ms: int, drawn: Plan) -> int:
    return round(ms * drawn.rate / 1000)


def trim(attempt: Attempt, rungs: list[Rung]) -> None:
    """Make `rungs` of what is published and of the source, publish them, and write them down."""
    for rung in rungs:
        try:
            _from_present(attempt, rung)
        except (NotFound, ValueError) as error:  # never made, gone meanwhile, or by another encoder
            log.info("film %s: %s is encoded whole: %s", attempt.turn.film_id, rung.name, error)
            whole = keeping.part(attempt.plan.cut, attempt.plan.cut.first)
            _encoded(attempt, rung, whole).replace(attempt.work.out(f"{rung.name}.mp4"))
    attempt.publish_rungs(rungs)


def _from_present(attempt: Attempt, rung: Rung) -> None:
    cut, present = attempt.plan.cut, Path(attempt.work.out(f"present-{rung.name}.mp4"))
    Shelf(cut.folder).fetch(f"{rung.name}.mp4", present)
    frames = [round(each.seconds * attempt.plan.rate) for each in fragments.read(present).fragments]
    found = keeping.kept(cut, frames)
    if found is None:
        raise ValueError("no whole fragment is left")
    around = [_encoded(attempt, rung, chunk) if chunk else None for chunk in (found.head, found.tail)]
    parts = [around[0], joining.Part(present, found.fragments), around[1]]
    joining.join([part for part in parts if part], Path(attempt.work.out(f"{rung.name}.mp4")))
    present.unlink()


def _encoded(attempt: Attempt, rung: Rung, chunk: Chunk) -> Path:
    attempt.run(command.renditions(attempt.work, [rung], with_sound=False, chunk=chunk), attempt.plan.seconds)
    return Path(attempt.work.out(chunk.file(rung.name)))
