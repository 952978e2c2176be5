"""Pictures in articles and updates: what people send is decoded and drawn anew, never kept."""

import re
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageOps
from sqlalchemy import select

from wm.domains import storage
from wm.domains.content import policy
from wm.domains.content.errors import PictureNotReadable, PictureTooLarge, PictureTooSmall, TooManyPictures
from wm.domains.content.models import Content
from wm.domains.content.parts import ALT_LENGTH, PICTURE_KEY_LENGTH, PICTURES, WIDTHS, Picture
from wm.kernel import clock, ids
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.kernel.storage import store

PICTURE_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
LEAST = 64
TALLEST = 3  # times the width; what is longer is cut in the middle
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITY = 82
GROUND = (250, 248, 244)
NAMES = tuple(f"{width}.webp" for width in WIDTHS)
IN_WORDS = re.compile(rf"/images/([1-9A-HJ-NP-Za-km-z]{{{PICTURE_KEY_LENGTH}}})/")
WAITS = timedelta(days=7)
BATCH = 200


def keep_picture(person, sent: bytes, alt: str = "") -> Picture:
    """Store a picture of `person`'s in WIDTHS; it waits for a piece to be used in.

    Raises PictureNotReadable, PictureTooLarge or PictureTooSmall (422)."""
    picture, key = _decoded(sent), ids.new(PICTURE_KEY_LENGTH)
    width, height = [_draw(picture, key, each) for each in WIDTHS][0]
    row = Picture(key=key, person_id=person.id, width=width, height=height, alt=alt.strip()[:ALT_LENGTH])
    row.colour = "#{:02x}{:02x}{:02x}".format(*picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))
    db.session.add(row)
    db.session.flush()
    return row


def picture_in(sent: bytes) -> Image.Image:
    """Return the picture that was sent, upright and without anything else that its file held.

    Raises PictureNotReadable, PictureTooLarge or PictureTooSmall (422)."""
    return _decoded(sent, (*FORMATS, "AVIF"))


def _draw(picture: Image.Image, key: str, width: int) -> tuple[int, int]:
    drawn, copy = BytesIO(), picture.copy()
    copy.thumbnail((width, width * TALLEST), Image.Resampling.LANCZOS)
    copy.save(drawn, "WEBP", quality=QUALITY, method=4)
    store().put(f"images/{key}/{width}.webp", drawn.getvalue(), "image/webp")
    return copy.size


def _decoded(sent: bytes, formats: tuple[str, ...] = FORMATS) -> Image.Image:
    if len(sent) > PICTURE_BYTES:
        raise PictureTooLarge()
    try:
        picture = Image.open(BytesIO(sent), formats=formats)
        _refuse_by_size(*picture.size)
        picture.load()
        return _flat(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError:
        raise PictureTooLarge() from None
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, KeyError, ArithmeticError, EOFError):
        raise PictureNotReadable() from None


def _refuse_by_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PictureTooLarge()
    if min(width, height) < LEAST:
        raise PictureTooSmall()


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, (*GROUND, 255)), picture)
    picture = picture.convert("RGB")
    if picture.height > picture.width * TALLEST:
        picture = ImageOps.fit(picture, (picture.width, picture.width * TALLEST))
    return picture


def set_pictures(piece: Content, keys: list[str], alts: dict[str, str] | None = None) -> list[Picture]:
    """Let exactly these pictures of its maker's stand beside its words, in this order; `alts` describe them, by key.

    An article shows the first on its card. Raises TooManyPictures (422), NotFound for somebody else's."""
    keys = list(dict.fromkeys(keys))
    if len(keys) > PICTURES:
        raise TooManyPictures()
    found = {row.key: row for row in db.session.scalars(_usable(piece).where(Picture.key.in_(keys)))}
    if len(found) != len(keys):
        raise NotFound()
    for row in pictures_of(piece):
        row.content_id, row.position = None, None
    for position, key in enumerate(keys):
        row = found[key]
        row.content_id, row.position = piece.id, position
        row.alt = (alts or {}).get(key, row.alt).strip()[:ALT_LENGTH]
    piece.updated_at = clock.now()
    db.session.flush()
    use_pictures_in_words(piece)
    return [found[key] for key in keys]


def _usable(piece: Content):
    """Return a SELECT of what its maker may use in it: pictures that wait, and its own."""
    free = Picture.content_id.is_(None) | (Picture.content_id == piece.id)
    return select(Picture).where(Picture.person_id == piece.person_id, free)


def use_pictures_in_words(piece: Content) -> None:
    """Give an article the pictures that its words name; what they name no more waits again, and then goes."""
    if piece.kind != "article":
        return
    named = set(IN_WORDS.findall(piece.body))
    for row in db.session.scalars(_usable(piece).where(Picture.position.is_(None))):
        row.content_id = piece.id if row.key in named else None
    db.session.flush()


def pictures_of(piece: Content) -> list[Picture]:
    """Return the pictures beside its words, in order."""
    mine = select(Picture).where(Picture.content_id == piece.id, Picture.position.is_not(None))
    return list(db.session.scalars(mine.order_by(Picture.position)))


def pictures_in_words(piece: Content) -> dict[str, Picture]:
    """Return every picture that its Markdown may show, by address."""
    mine = select(Picture).where(Picture.content_id == piece.id)
    return {row.url: row for row in db.session.scalars(mine)}


def waiting_pictures(person, keys: list[str]) -> dict[str, Picture]:
    """Return `person`'s own pictures with these keys, by address; for previews and forms that came back."""
    mine = select(Picture).where(Picture.person_id == person.id, Picture.key.in_(keys[:BATCH]))
    return {row.url: row for row in db.session.scalars(mine)}


def picture_file(key: str, name: str, viewer) -> tuple[str, bool]:
    """Return (where a picture lies in the store, whether everybody may see it). Raises NotFound (404)."""
    row = db.session.scalars(select(Picture).where(Picture.key == key)).first()
    piece = db.session.get(Content, row.content_id) if row and row.content_id else None
    is_own = row is not None and viewer.id == row.person_id
    if row is None or name not in NAMES or not (is_own or (piece and policy.may_watch(piece, viewer))):
        raise NotFound()
    return f"images/{row.key}/{name}", piece is not None and policy.has_open_links(piece)


def forget_waiting_pictures() -> int:
    """Let go of pictures that no piece took within a week; returns how many."""
    old = select(Picture).where(Picture.content_id.is_(None), Picture.created_at < clock.now() - WAITS)
    rows = db.session.scalars(old.limit(BATCH)).all()
    for row in rows:
        storage.ask(f"images/{row.key}/", "picture")
        db.session.delete(row)
    return len(rows)
