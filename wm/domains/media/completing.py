"""Rungs that a film could have and has not: left until somebody asks, or dropped to save room; made when one asks for them."""

from wm.domains.media import actions, errors, ladder, queries, steps
from wm.domains.media.models import Film
from wm.kernel.storage import store


def missing(film: Film) -> list[int]:
    """Return the steps of the ladder that a complete film lacks, in lines."""
    if not film.is_ready or not film.width:
        return []
    there = {each.step for each in queries.renditions(film.id)}
    return [rung.step for rung in ladder.rungs(film.width, film.height) if rung.step not in there]


def complete(film: Film) -> Film:
    """Have all rungs made that the film lacks. Raises StillBusy, NoSource (409)."""
    film.refuse_while_busy()
    if not missing(film):
        return film
    if store().stat(film.source_key) is None:
        raise errors.NoSource()
    if not steps.wake(film):
        film.state = "playable"
        actions.make_again(film)
    return film
