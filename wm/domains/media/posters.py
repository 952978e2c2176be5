"""The poster that a creator chooses: one of the alternatives that were taken from the film."""

import io
import tempfile
from pathlib import Path

from PIL import Image

from wm.domains.media import errors, pictures, shelf
from wm.domains.media.models import Film
from wm.kernel.storage import store


def choose_poster(film: Film, number: int) -> Film:
    """Make still `number` (1 to 3) the poster. Raises NoSuchStill (422), StillBusy (409)."""
    if not film.has_poster or not 1 <= number <= len(shelf.STILLS):
        raise errors.NoSuchStill()
    film.refuse_while_busy()
    place = shelf.Shelf(film.key)
    frame = Image.open(io.BytesIO(b"".join(store().open(place.prefix + shelf.STILLS[number - 1])))).convert("RGB")
    with tempfile.TemporaryDirectory(prefix="wm-poster-") as folder:
        for path in pictures.write_posters(frame, Path(folder)):
            place.put(path)
    film.colours, film.version = pictures.placeholder(frame), film.version + 1
    return film
