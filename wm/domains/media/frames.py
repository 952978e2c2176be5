"""Any frame of a film as its poster: cut from what is published, in a process with limits, by a small job."""

import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import ffmpeg
from PIL import Image

from wm.domains.media import errors, pictures, posters, probe, queries, runner, shelf, tools
from wm.domains.media.frame_models import FrameWish
from wm.domains.media.models import Film
from wm.kernel import clock, job
from wm.kernel.db import db, transaction
from wm.kernel.errors import DomainError
from wm.kernel.storage import store

DRAW = "posters.draw"
LIMITS = runner.Limits(wall=30, cpu=30)
HEAD = re.compile(r'#EXT-X-MAP:URI="([^"/]+)",BYTERANGE="(\d+)@(\d+)"')
PIECE = re.compile(r"#EXTINF:([\d.]+),[^\n]*\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n")
TALLEST = 1080


class Piece(NamedTuple):
    """The part of a published file that holds a moment: byte ranges of its head and its body, and when it begins."""

    file: str
    head: tuple[int, int]
    body: tuple[int, int]
    begins: float


def wish(film: Film) -> FrameWish | None:
    """Return the last wish for a frame, as it is in the database now."""
    return db.session.get(FrameWish, film.id, populate_existing=True)


def ask(film: Film, at_ms: int) -> FrameWish:
    """Promise that the frame at that moment becomes the poster. Raises NoSuchMoment (422), StillBusy (409)."""
    if not film.is_playable or not 0 <= at_ms < max(1, film.duration_ms):
        raise errors.NoSuchMoment()
    film.refuse_while_busy()
    row = wish(film)
    number = row.number + 1 if row else 1
    row = db.session.merge(
        FrameWish(film_id=film.id, number=number, at_ms=at_ms, state="waiting", sentence="", asked_at=clock.now())
    )
    db.session.flush()
    job.enqueue(DRAW, subject=film.public_id, key=f"{DRAW}:{film.public_id}:{number}", film_id=film.id, number=number)
    return row


def draw(film_id: int, number: int) -> None:
    """Make the frame of a wish the poster; a later wish takes its place. A refusal is written down for the maker."""
    with transaction():
        film = queries.find(film_id)
        row = wish(film) if film else None
    if row is None or (row.number, row.state) != (number, "waiting"):
        return None
    try:
        frame = taken(film, row.at_ms / 1000)
    except DomainError as refusal:
        return _end(film_id, number, refusal=refusal)
    _end(film_id, number, frame)


def _end(film_id: int, number: int, frame: Image.Image | None = None, refusal: DomainError | None = None) -> None:
    with transaction():
        film = queries.find(film_id)
        row = wish(film) if film else None
        if row is None or row.number != number:
            return
        if frame is not None and not film.is_busy:
            posters.use(film, frame)
        row.state, row.sentence = ("failed", refusal.message) if refusal else ("done", "")


def taken(film: Film, at: float) -> Image.Image:
    """Return the frame at `at` seconds, from the best rung up to 1080 lines, fetching no more than one segment of it.

    Raises Unencodable (422)."""
    rungs = [rung for rung in queries.renditions(film.id) if rung.step <= TALLEST] or queries.renditions(film.id)[:1]
    if not rungs:
        raise errors.NoSuchMoment()
    rung, prefix = rungs[-1], shelf.Shelf(film.key).prefix
    piece = _piece(b"".join(store().open(prefix + rung.playlist)).decode(), at)
    size = pictures.fitting(rung.width, rung.height, max(shelf.POSTERS))
    with tempfile.TemporaryDirectory(prefix="wm-frame-") as folder:
        source, out = Path(folder, "piece.mp4"), Path(folder, "frame.rgb")
        with source.open("wb") as file:
            for begins, ends in (piece.head, piece.body):
                file.writelines(store().open(prefix + piece.file, begins, ends))
        return _decoded(source, out, max(0.0, at - piece.begins), size)


def _piece(playlist: str, at: float) -> Piece:
    """Return the segment of a playlist of ours that holds second `at`, the last one where none does."""
    head, begins, found = HEAD.search(playlist), 0.0, None
    for seconds, length, offset in PIECE.findall(playlist):
        found = (int(offset), int(offset) + int(length)), begins
        begins += float(seconds)
        if at < begins:
            break
    if head is None or found is None:
        raise errors.NoSuchMoment()
    return Piece(head[1], (int(head[3]), int(head[3]) + int(head[2])), *found)


def _decoded(source: Path, out: Path, at: float, size: tuple[int, int]) -> Image.Image:
    """Return the frame at `at` seconds of a piece; the last one when the piece ends before."""
    for moment in (at, max(0.0, at - 0.5), 0.0):
        film = ffmpeg.input(str(source), protocol_whitelist=probe.PROTOCOLS, ss=f"{moment:.3f}")
        picture = film["v"].filter("scale", *size).filter("setsar", 1)
        graph = ffmpeg.output(picture, str(out), format="rawvideo", pix_fmt="rgb24", vframes=1)
        program = tools.workshop().ffmpeg
        quiet = ["-hide_banner", "-nostdin", "-y", "-v", "error"]
        ending = runner.run([program, *quiet, *ffmpeg.compile(graph, cmd=program)[1:]], out.parent, LIMITS)
        raw = out.read_bytes() if ending.code == 0 and out.exists() else b""
        if len(raw) == 3 * size[0] * size[1]:
            return Image.frombytes("RGB", size, raw)
    raise errors.NoFrame()
