"""The poster that a creator chooses: one of the alternatives, any frame (frames.py), or a picture of their own."""

import io
import tempfile
from contextlib import suppress
from pathlib import Path

from PIL import Image, ImageOps

from wm.domains.media import errors, pictures, shelf
from wm.domains.media.models import Film
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.storage import store

LEAST = (640, 360)
SHAPE = 16 / 9


def choose_poster(film: Film, number: int) -> Film:
    """Make still `number` (1 to 3) the poster. Raises NoSuchStill (422), StillBusy (409)."""
    if not film.has_poster or not 1 <= number <= len(shelf.STILLS):
        raise errors.NoSuchStill()
    film.refuse_while_busy()
    place = shelf.Shelf(film.key)
    return use(film, Image.open(io.BytesIO(b"".join(store().open(place.prefix + shelf.STILLS[number - 1])))))


def use_picture(film: Film, picture: Image.Image) -> Film:
    """Make a decoded picture the poster, cut to 16:9 around its middle. Raises PosterTooSmall (422), StillBusy (409)."""
    if picture.width < LEAST[0] or picture.height < LEAST[1]:
        raise errors.PosterTooSmall()
    film.refuse_while_busy()
    wide = round(min(max(shelf.POSTERS), picture.width, picture.height * SHAPE)) // 16 * 16
    return use(film, ImageOps.fit(picture, (wide, round(wide / SHAPE)), Image.Resampling.LANCZOS))


def use(film: Film, frame: Image.Image) -> Film:
    """Publish `frame` as the poster, in all its sizes."""
    place, frame = shelf.Shelf(film.key), frame.convert("RGB")
    with tempfile.TemporaryDirectory(prefix="wm-poster-") as folder:
        for path in pictures.write_posters(frame, Path(folder)):
            place.put(path)
    film.colours, film.version = pictures.placeholder(frame), film.version + 1
    film.has_poster = film.is_poster_chosen = True
    return film


def carry(film: Film, heir: Film) -> None:
    """Let the poster that was chosen for `film` be that of `heir`; one that we found is made anew."""
    if not film.is_poster_chosen:
        return
    db.session.refresh(heir, with_for_update=True)  # nobody publishes one that was found meanwhile
    place, other = shelf.Shelf(film.key), shelf.Shelf(heir.key)
    for name in pictures.poster_names():
        with suppress(NotFound):  # an encoder of AVIF has come or gone since
            store().copy(place.prefix + name, other.prefix + name)
    heir.colours, heir.version = film.colours, heir.version + 1
    heir.has_poster = heir.is_poster_chosen = True
