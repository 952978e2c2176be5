"""Any frame of a film as its poster: the right one, out of one segment, and a wish that a later one overtakes."""

import io

import pytest
from PIL import Image

from tests.media.conftest import published
from wm.domains import media
from wm.domains.media import errors, frames
from wm.kernel.db import transaction
from wm.kernel.storage import store


def colours(picture):
    return picture.convert("RGB").resize((16, 9)).tobytes()


def apart(one, other):
    return sum(abs(a - b) for a, b in zip(colours(one), colours(other), strict=True)) / (16 * 9 * 3)


def test_the_frame_that_was_chosen_becomes_the_poster(begun, run_jobs):
    film = begun("ladder.mp4")  # five seconds, in two segments
    run_jobs()
    film = media.get(film.id)
    early, late = frames.taken(film, 0.5), frames.taken(film, 4.6)
    assert early.size == (1280, 720)
    assert apart(early, late) > 3

    with transaction():
        media.frames.ask(media.get(film.id), 500)
        row = media.frames.ask(media.get(film.id), 4600)
    read = []
    opened, store().open = store().open, lambda key, *bounds: read.append((key, bounds)) or opened(key, *bounds)
    try:
        run_jobs()
    finally:
        del store().open

    film = media.get(film.id)
    assert (media.frames.wish(film).state, media.frames.wish(film).number, row.number) == ("done", 2, 2)
    poster = Image.open(io.BytesIO(published(film, "poster.webp")))
    assert apart(poster, late) < apart(poster, early) / 2
    assert all(bounds for key, bounds in read if key.endswith(".mp4"))  # never a whole film
    with pytest.raises(errors.NoSuchMoment), transaction():
        media.frames.ask(media.get(film.id), 60_000)
