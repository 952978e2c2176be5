"""Avatars and covers: what strangers send is decoded and drawn anew, never kept."""

import re
import warnings
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageOps

from wm.domains.people.errors import PictureNotFound, PictureNotReadable, PictureTooLarge, PictureTooSmall
from wm.domains.people.models import PICTURE_KEY_LENGTH
from wm.kernel import ids
from wm.kernel.storage import store

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
TYPE = "image/webp"
QUALITY = 82
GROUND = (250, 248, 244)
NAME = re.compile(r"(256|96|1500|750)\.webp")
KEY = re.compile(rf"[1-9A-HJ-NP-Za-km-z]{{{PICTURE_KEY_LENGTH}}}")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we refuse where Pillow would only warn


class Kind(NamedTuple):
    """A place for a picture: the column of its key, its sizes (width, height), largest first, and the least we take."""

    field: str
    sizes: tuple[tuple[int, int], ...]
    least: tuple[int, int]


AVATAR = Kind("avatar", ((256, 256), (96, 96)), (96, 96))
COVER = Kind("cover", ((1500, 500), (750, 250)), (600, 200))


def keep(kind: Kind, content: bytes) -> str:
    """Store `content` in the sizes of `kind` as WebP under a new key, which is returned.

    Raises PictureNotReadable, PictureTooLarge or PictureTooSmall (422)."""
    picture = _decoded(kind, content)
    key = ids.new(PICTURE_KEY_LENGTH)
    for width, height in kind.sizes:
        fitted = ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS)
        drawn = BytesIO()
        fitted.save(drawn, "WEBP", quality=QUALITY, method=4)
        store().put(f"pictures/{key}/{width}.webp", drawn.getvalue(), TYPE)
    return key


def _decoded(kind: Kind, content: bytes) -> Image.Image:
    if len(content) > MAX_BYTES:
        raise PictureTooLarge()
    try:
        picture = Image.open(BytesIO(content), formats=FORMATS)
        _refuse_by_size(picture, kind)
        picture.draft("RGB", kind.sizes[0])
        picture.load()
        return _flat(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError:
        raise PictureTooLarge() from None
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, ArithmeticError, EOFError):
        raise PictureNotReadable() from None


def _refuse_by_size(picture: Image.Image, kind: Kind) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise PictureTooLarge()
    if min(width, height) < min(kind.least) or max(width, height) < max(kind.least):
        raise PictureTooSmall(
            f"That picture is too small here. Choose one of at least {kind.least[0]} x {kind.least[1]} pixels."
        )


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, (*GROUND, 255))
        picture = Image.alpha_composite(ground, picture)
    return picture.convert("RGB")


def stored(key: str, name: str) -> str:
    """Return where a picture lies in the store. Raises PictureNotFound (404) for a name that we never give."""
    if not KEY.fullmatch(key) or not NAME.fullmatch(name):
        raise PictureNotFound()
    return f"pictures/{key}/{name}"


def place(key: str) -> str:
    """Return the folder of the store in which all sizes of a picture lie. Raises PictureNotFound (404)."""
    if not KEY.fullmatch(key):
        raise PictureNotFound()
    return f"pictures/{key}/"
