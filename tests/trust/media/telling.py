"""Pictures and films that tell where they were taken, and drawings that call themselves pictures: nothing of it gets out (V11)."""

import gzip
import struct
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import av
from PIL import Image, PngImagePlugin

from tests import cast
from tests.media.sources import AAC, H264, NOTED
from tests.trust.media.corpus import SMALL, Corpus
from tests.trust.media.crew import Crew, begun, follow, run_jobs, states
from wm.domains import content, media, people
from wm.kernel.db import rollback, transaction
from wm.kernel.errors import DomainError
from wm.kernel.storage import store

PATIENCE = 600
PLACE, WHERE = "zqplace", "+52.5200+013.4050/"
TOLD = (PLACE.encode(), WHERE.encode(), b"GPSLatitude", b"com.apple.quicktime.location", b"<x:xmpmeta", b"<svg")
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>{PLACE}</exif:GPSLatitude></x:xmpmeta>'.encode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><script>alert(1)</script><text>zqplace</text></svg>'


# -- pictures


def telling_picture(number: int) -> bytes:
    """A picture in one of four formats that tells where it was taken, in five ways at once where its format can."""
    kind, out = ("JPEG", "PNG", "WEBP", "GIF")[number % 4], BytesIO()
    picture = Image.effect_noise((640 + number, 400), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010E], exif[0x8298] = PLACE, PLACE
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 29: PLACE})
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Location", f"{PLACE} {WHERE}")
    options = {
        "JPEG": {"exif": exif, "comment": PLACE.encode(), "icc_profile": PLACE.encode() * 20},
        "PNG": {"exif": exif, "pnginfo": notes, "icc_profile": PLACE.encode() * 20},
        "WEBP": {"exif": exif, "xmp": XMP, "icc_profile": PLACE.encode() * 20},
        "GIF": {"comment": PLACE.encode()},
    }[kind]
    picture.save(out, kind, **options)
    return out.getvalue() + (SVG if number % 3 == 0 else b"")


DRAWINGS = (
    SVG,
    b"\xef\xbb\xbf<?xml version='1.0'?>" + SVG,
    b"\x89PNG\r\n\x1a\n" + SVG,
    b"GIF89a" + SVG,
    b"\xff\xd8\xff\xe0\0\x10JFIF\0" + SVG,
    b"RIFF" + struct.pack("<I", len(SVG) + 4) + b"WEBP" + SVG,
    gzip.compress(SVG),
    b"<!doctype html>" + SVG,
    b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n" + SVG,
    b"\0\0\0\x1cftypavif\0\0\0\0avifmif1" + SVG,
)


def pictures(count: int) -> Iterator[tuple[bytes, bool]]:
    """Yield pictures, and whether each is one: every fifth is a drawing under another name."""
    for number in range(count):
        is_drawing = number % 5 == 4
        yield (DRAWINGS[number // 5 % len(DRAWINGS)] if is_drawing else telling_picture(number)), not is_drawing


def shown(ada, film_id: int, count: int) -> dict:
    """Offer pictures wherever the site takes some; count those that were taken and should not have been, and the reverse."""
    ways = (
        lambda sent: people.change_picture(ada, people.AVATAR, sent),
        lambda sent: people.change_picture(ada, people.COVER, sent),
        lambda sent: content.keep_picture(ada, sent),
        lambda sent: media.use_picture(media.get(film_id), content.picture_in(sent)),
    )
    found = {"drawings_taken": 0, "pictures_refused": 0}
    for number, (sent, is_one) in enumerate(pictures(count)):
        with transaction():
            taken = is_taken(ways[number // 2 % len(ways)], sent)
        found["drawings_taken"] += taken and not is_one
        found["pictures_refused"] += is_one and not taken
    return found


def is_taken(way, sent: bytes) -> bool:
    try:
        way(sent)
    except DomainError:
        return False
    return True


# -- films

NOTES = (
    *("-metadata", f"location={WHERE}", "-metadata", f"comment={PLACE}", "-metadata", f"title={PLACE}"),
    *("-metadata", f"com.apple.quicktime.location.ISO6709={WHERE}", "-metadata", f"GPSLatitude={PLACE}"),
    *("-metadata:s:v", f"handler_name={PLACE}", "-metadata:s:a", f"handler_name={PLACE}"),
)
WAYS: dict[str, tuple[str, ...]] = {
    "notes.mp4": (*H264, *AAC, *NOTES),
    "keys.mov": (*H264, *AAC, *NOTES, "-movflags", "use_metadata_tags"),
    "tags.mkv": (*H264, *AAC, *NOTES),
    "tags.webm": ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis", *NOTES),
    "info.avi": ("-c:v", "mpeg4", "-c:a", "libmp3lame", *NOTES),
    "script.flv": (*H264, *AAC, *NOTES),
    "service.ts": (*H264, *AAC, *NOTES, "-metadata", f"service_name={PLACE}"),
    "frames.mp4": (*H264, *AAC, "-bsf:v", NOTED),
    "frames.mkv": (*H264, *AAC, "-bsf:v", NOTED),
    "frames.ts": (*H264, *AAC, "-bsf:v", NOTED),
}


def telling_film(corpus: Corpus, number: int) -> bytes:
    """A film that tells where it was taken: in its tags, in every frame, in an XMP box or in a track of words."""
    name = list(WAYS)[number % len(WAYS)]
    path = corpus.folder / f"telling-{name}"
    if not path.exists():
        corpus._film(path, (*SMALL, *WAYS[name]))
    box = b"uuid" + bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + XMP
    is_boxed = name.endswith(("mp4", "mov"))
    return path.read_bytes() + (struct.pack(">I", len(box) + 4) + box if is_boxed else b"")


def made(app, count: int, *controls: str) -> tuple[int, list[int]]:
    """Let workers make the films; how many did not become ready, and their ids."""
    corpus = Corpus(Path(app.config["VAR_DIR"]))
    sources = [telling_film(corpus, number) for number in range(count)]
    assert all(PLACE.encode() in source for source in sources)
    with Crew(2, *controls) as crew:
        film_ids = [begun(source) for source in sources]
        left = follow(crew, film_ids, PATIENCE)
    return left + sum(film.state != "ready" for film in states(film_ids).values()), film_ids


def run(app, count: int, *controls: str) -> dict:
    """Offer `count` pictures and as many films; count what still tells where it was taken."""
    with transaction():
        ada = cast.enrolled(name="Ada", handle="ada", role="creator")
    not_ready, film_ids = made(app, count, *controls)
    run_jobs(app)
    found = shown(ada, film_ids[0], count)
    rollback()
    keys = [key for key in store().keys("") if not key.startswith("raw/")]
    telling = [key for key in keys if tells(key)]
    return (
        {"films": 2 * count, "objects": len(keys), "not_ready": not_ready, "telling": len(telling)}
        | found
        | {"which": [key.rpartition("/")[2] for key in telling][:5]}
    )


def tells(key: str) -> bool:
    """Whether an object says where it was taken, in its bytes or in what readers find in it."""
    body = b"".join(store().open(key))
    if any(told in body for told in TOLD):
        return True
    if key.endswith(".webp"):
        picture = Image.open(BytesIO(body))
        return bool(picture.getexif()) or bool({"exif", "xmp", "icc_profile", "comment"} & picture.info.keys())
    return key.endswith(".mp4") and bool(notes_of(body) & {"location", "title", "comment", "artist", "date"})


def notes_of(body: bytes) -> set[str]:
    """The names of all tags that a film carries."""
    with av.open(BytesIO(body)) as film:
        return {name.lower() for tags in (film.metadata, *(each.metadata for each in film.streams)) for name in tags}


def bad(found: dict) -> int:
    """How much of it should not be."""
    return sum(found[name] for name in ("not_ready", "telling", "drawings_taken", "pictures_refused"))


def run_broken(app, _count: int) -> dict:
    """The control: a build that takes along what a film says of itself."""
    return run(app, len(WAYS), "tells_all")
