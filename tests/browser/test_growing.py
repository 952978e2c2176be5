"""Qualities that come while one watches: the film goes on with them, without a break and without a word."""

import pytest

from tests.browser.watching import PLAYER, STUTTERS, VIDEO, holds, playing, second
from wm.domains import media
from wm.kernel.db import db, transaction
from wm.kernel.storage import store


@pytest.fixture
def half_made(river):
    """The river while its best quality is still being made: returns what finishes it."""
    return without_the_best(river, "playable")


@pytest.fixture
def asleep(river):
    """The river while its best quality waits for somebody to watch: returns what makes it."""
    return without_the_best(river, "ready")


def without_the_best(river, state):
    master = store().path(f"published/{river.film.key}/master.m3u8")
    whole = master.read_text()
    with transaction():
        river.film.state, river.film.version = state, river.film.version + 1
        highest = media.renditions(river.film.id)[-1]
        values = {name: getattr(highest, name) for name in ("step", "width", "height", "bandwidth", "average")}
        values |= {name: getattr(highest, name) for name in ("codecs", "fps", "bytes", "playlist")}
        db.session.delete(highest)
    master.write_text(without(whole, highest.playlist))

    def finish():
        master.write_text(whole)
        with transaction():
            river.film.state, river.film.version = "ready", river.film.version + 1
            db.session.add(media.Rendition(film_id=river.film.id, **values))

    return finish


def test_qualities_that_come_later_are_there_at_the_next_play(page, river, half_made):
    playing(page, river)
    assert page.evaluate(f"{PLAYER}.engine.levels.map(({{ height }}) => height).join()") == "360"
    page.keyboard.press("k")
    at = second(page)

    half_made()
    page.keyboard.press("k")

    holds(page, f"{PLAYER}.engine.levels.length === 2 && {VIDEO}.currentTime > {at} && !{VIDEO}.paused")


def test_a_quality_that_slept_is_seen_once_it_is_made_though_all_of_the_film_had_come(page, river, asleep):
    """Nothing on the page says that there will be more: the answer to a beat does."""
    playing(page, river)
    holds(page, f"{VIDEO}.buffered.end(0) > 19")
    page.evaluate(f"{VIDEO}.playbackRate = 0.25")
    page.evaluate(STUTTERS)
    page.evaluate(f"{VIDEO}.addEventListener('resize', () => {{ window.grewAt ??= {VIDEO}.currentTime }})")

    asleep()
    page.evaluate(f"{VIDEO}.dispatchEvent(new Event('playing'))")  # as ten seconds later

    holds(page, f"{PLAYER}.engine.levels.length === 2")
    page.evaluate(f"{VIDEO}.playbackRate = 2")
    holds(page, f"{VIDEO}.videoHeight === 480")
    assert page.evaluate("grewAt") < 18
    assert page.evaluate("broken") == []


def test_pause_and_play_in_one_breath_play_on(page, river, half_made):
    """The news of a pause comes after the play that waits for the address of the new quality, and is not taken for another."""
    playing(page, river)
    at = second(page)
    half_made()

    page.evaluate(
        "for (const _ of 'kk') document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'k', bubbles: true}))"
    )

    holds(page, f"{PLAYER}.engine.levels.length === 2 && {VIDEO}.currentTime > {at} && !{VIDEO}.paused")


def without(playlist, name):
    """The master playlist without the rung of that name."""
    lines = playlist.splitlines()
    place = lines.index(name)
    return "\n".join(lines[: place - 1] + lines[place + 1 :]) + "\n"
