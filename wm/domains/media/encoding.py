"""The steps that make pictures and sounds: a copy of the source, whole rungs, parts of rungs and their joining, sounds."""

import logging

from wm.domains.media import editions, plan, queries, records, steps, trimming
from wm.domains.media.attempt import Attempt
from wm.domains.media.events import FilmPlayable
from wm.domains.media.ladder import Rung
from wm.domains.media.models import Film
from wm.domains.media.phases import ENCODING, Wanted
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.facts import record

log = logging.getLogger(__name__)


def copy(attempt: Attempt) -> None:
    """Publish the source as it is, cut into segments: the film plays seconds after its last byte.

    One that turns out not to be seekable or whole is encoded like any other."""
    attempt.take_source()
    if attempt.copy():
        return show(attempt)
    with records.row(attempt.turn) as film:
        now = plan.read(steps.plan_of(film))  # bars may have been found meanwhile
        if now.keeps_copy:
            steps.add(film, attempt.step.phase + 1, Wanted("encode", {"steps": [now.copied]}, ENCODING))


def encode(attempt: Attempt) -> None:
    """Publish rungs, decoded once for all of them, with the first ones the sounds where it is known how loud they are to be."""
    missing, is_silent = _missing(attempt), _lacks_sounds(attempt)
    if missing or is_silent:
        attempt.take_source()
    if missing:
        attempt.encode(missing, with_sounds=is_silent)
    elif is_silent:
        attempt.hear()
    show(attempt)


def chunk(attempt: Attempt) -> None:
    """Encode one part of some rungs, and lay it aside for the joining."""
    if missing := _missing(attempt):
        attempt.take_source()
        attempt.encode_part(missing, attempt.plan.chunks[attempt.args["part"]])


def join(attempt: Attempt) -> None:
    """Publish rungs joined from their parts; parts that do not fit, made by unlike machines, are made anew in one."""
    if missing := _missing(attempt):
        try:
            attempt.join(missing)
        except ValueError as error:
            log.warning("film %s is encoded in one: %s", attempt.turn.film_id, error)
            attempt.take_source()
            attempt.encode(missing)
    show(attempt)


def _missing(attempt: Attempt) -> list[Rung]:
    """The rungs of this step that have not been published; a copy that will not stay does not count."""
    with records.row(attempt.turn) as film:
        there = {each.step for each in queries.renditions(film.id) if attempt.plan.keeps_copy or not each.is_copy}
    return [attempt.plan.rung(step) for step in attempt.args["steps"] if step not in there]


def _lacks_sounds(attempt: Attempt) -> bool:
    """Whether the sounds are made in this step, and have not been."""
    with records.row(attempt.turn) as film:
        return bool(attempt.args.get("with_sounds")) and not queries.sounds(film.id)


def trim(attempt: Attempt) -> None:
    """Publish rungs made of present ones and the source."""
    if missing := _missing(attempt):
        attempt.take_source()
        trimming.trim(attempt, missing)
    show(attempt)


def sound(attempt: Attempt) -> None:
    """Publish the sounds, levelled."""
    attempt.take_source()
    attempt.hear()
    show(attempt)


def show(attempt: Attempt) -> None:
    """Publish a master playlist of all that is there; from the first picture with sound on, the film plays."""
    with records.row(attempt.turn) as film:
        _let_barred_copy_go(film, attempt.plan)
        renditions, sounds = queries.renditions(film.id), queries.sounds(film.id)
        is_silent = not sounds and steps.is_open(film, "sound", but=attempt.step.place)
    if not renditions or is_silent:
        return
    with editions.published(attempt.turn) as film:
        if not film.is_playable:
            film.state, film.playable_at = "playable", clock.now()
            record(FilmPlayable(film.id))


def _let_barred_copy_go(film: Film, made: plan.Plan) -> None:
    """A copy with black bars goes as soon as the best rung without them is there, and the film is of their shape then.

    Until then both are offered: where the page has the shape of the copy, the picture of either lies in the same place."""
    if made.crop is None:
        return
    there = queries.renditions(film.id)
    copies = [each for each in there if each.is_copy]
    if not copies or any(each.step == made.rungs[-1].step for each in there if not each.is_copy):
        for each in copies:
            db.session.delete(each)
        db.session.flush()
        film.width, film.height = made.shape
