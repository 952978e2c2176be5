"""Chapters of a film: read from the time codes in its description, or written by its maker."""

import re
from typing import NamedTuple

from wm.domains import media
from wm.domains.content import Content
from wm.domains.tracks import writing
from wm.domains.tracks.cues import Cue
from wm.domains.tracks.errors import BadChapters
from wm.domains.tracks.models import ChapterList
from wm.kernel.db import db

LEAST, MOST = 3, 100
SHORTEST, LAST = 5, 0.5  # seconds; the last one may be short, but begins within the film
NAME_LENGTH = 100
WORDS_LENGTH = 12_000
LINE = re.compile(r"\W{0,4}?(?:([0-9]{1,3}):)?([0-9]{1,2}):([0-9]{2})(?![0-9:])[\s)\]–—:.|-]*(.*)")


class Chapter(NamedTuple):
    """A part of a film from `at` until `ends`, in seconds."""

    at: int
    name: str
    ends: float


def of(piece: Content) -> list[Chapter]:
    """Return the chapters of a film: as its maker wrote them, else by its description; none where those are no chapters."""
    row = _kept(piece)
    try:
        if row is not None:
            return _as_trimmed(piece, _holding(row.words, _length(piece)))
        return _holding(piece.description, piece.film.duration_ms / 1000 if piece.film else 0)
    except BadChapters:
        return []


def _kept(piece: Content) -> ChapterList | None:
    """The chapters that were typed, or taken from a description that still has the same times."""
    row = db.session.get(ChapterList, piece.id)
    return row if row and row.described in (None, _lines(piece.description)) else None


def _lines(words: str) -> str:
    return "\n".join(f"{second} {name}" for _, second, name in _read(words))


def _holding(words: str, length: float) -> list[Chapter]:
    """The chapters that these words name of a film of so many seconds. Raises BadChapters (422)."""
    return _checked(_begun(_read(words), length), length)


def move_along(piece: Content, began_ms: int) -> None:
    """Let the chapters of the description go with a film that has just been trimmed, or brought back: its times are of the
    film before, which began `began_ms` after the file did. Those kept before go where the film is of another file now."""
    row, is_cut = _kept(piece), piece.film is not None and piece.film.cut_from
    if row and row.described is not None and not is_cut:
        db.session.delete(row)
    if row or not is_cut:
        return
    try:
        first, *others = _holding(piece.description, media.source_ms(piece.film) / 1000)
    except BadChapters:
        return
    moved = [first, *(each._replace(at=each.at + round(began_ms / 1000)) for each in others)]
    kept = ChapterList(content_id=piece.id, words=typed(moved), described=_lines(piece.description))
    db.session.merge(kept)
    db.session.flush()


def _begun(lines: list[tuple[int, int, str]], length: float) -> list[tuple[int, int, str]]:
    """Those that begin before the end: another file, in the place of the one that they were written for, may be shorter."""
    return [line for line in lines if not length or line[1] + LAST <= length]


def _as_trimmed(piece: Content, chapters: list[Chapter]) -> list[Chapter]:
    """Chapters as they lie in a film that begins later or ends earlier than its file: what is outside is not there."""
    if piece.film is None or not piece.film.is_trimmed:
        return chapters
    begins, length = piece.film.trim_start_ms / 1000, piece.film.duration_ms / 1000
    moved = [Chapter(max(0, round(each.at - begins)), each.name, each.ends - begins) for each in chapters]
    return [each._replace(ends=min(each.ends, length)) for each in moved if each.ends > 0 and each.at < length]


def written(piece: Content) -> str:
    """Return what the maker wrote; "" when the description decides."""
    row = db.session.get(ChapterList, piece.id)
    return row.words if row and row.described is None else ""


def write(piece: Content, words: str) -> list[Chapter]:
    """Let the chapters be what was typed, a line each; nothing at all leaves them to the description.

    Raises BadChapters (422), whose sentences name the lines."""
    row = db.session.get(ChapterList, piece.id)
    words = words.replace("\r\n", "\n").strip()[:WORDS_LENGTH]
    if words:
        _refuse_other_lines(words)
        _checked(_read(words), _length(piece))
        db.session.merge(ChapterList(content_id=piece.id, words=words, described=None))
    elif row is not None and row.described is None:
        db.session.delete(row)
    db.session.flush()
    return of(piece)


def typed(chapters: list[Chapter]) -> str:
    """Return chapters as they are typed, a line each."""
    return "\n".join(f"{clock(each.at)} {each.name}" for each in chapters)


def vtt(piece: Content) -> str:
    """Return the chapters as a WebVTT track."""
    return writing.vtt(Cue(1000 * each.at, round(1000 * each.ends), each.name) for each in of(piece))


def clock(seconds: int) -> str:
    """Return seconds as people write them: 1:05, 1:01:05."""
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def _length(piece: Content) -> float:
    """How long the file plays that was uploaded: chapters count in that."""
    if piece.film is None:
        return 0
    return (media.source_ms(piece.film) if piece.film.is_trimmed else piece.film.duration_ms) / 1000


def _read(words: str) -> list[tuple[int, int, str]]:
    """Return (line number, second, name) of each line that begins with a time."""
    found = ((number, LINE.fullmatch(line.strip())) for number, line in enumerate(words.split("\n"), 1))
    return [(number, _seconds(each), " ".join(each[4].split())[:NAME_LENGTH]) for number, each in found if each]


def _seconds(found: re.Match) -> int:
    return (int(found[1] or 0) * 60 + int(found[2])) * 60 + int(found[3])


def _refuse_other_lines(words: str) -> None:
    lines = [(number, line.strip()) for number, line in enumerate(words.split("\n"), 1)]
    odd = [number for number, line in lines if line and not LINE.fullmatch(line)]
    if odd:
        raise BadChapters(*(f"Line {number}: begin with a time, such as 1:05, and then a name." for number in odd))


def _checked(lines: list[tuple[int, int, str]], length: float) -> list[Chapter]:
    """Return chapters that begin at 0:00, follow each other and are long enough. Raises BadChapters (422)."""
    if len(lines) < LEAST or len(lines) > MOST:
        raise BadChapters(f"Write at least {LEAST} chapters and at most {MOST}.")
    if lines[0][1] != 0:
        raise BadChapters(f"Line {lines[0][0]}: the first chapter begins at 0:00.")
    ends = [*(second for _, second, _ in lines[1:]), length or lines[-1][1] + SHORTEST]
    least = [SHORTEST] * (len(lines) - 1) + [LAST]
    faults = [fault for line, end, few in zip(lines, ends, least, strict=True) if (fault := _fault(*line, end, few))]
    if faults:
        raise BadChapters(*faults)
    return [Chapter(second, name, end) for (_, second, name), end in zip(lines, ends, strict=True)]


def _fault(number: int, second: int, name: str, ends: float, least: float) -> str:
    if not name:
        return f"Line {number}: give this chapter a name."
    if ends - second < least:
        return (
            f"Line {number}: what follows, or the end of the film, comes too soon; a chapter lasts {SHORTEST} seconds."
        )
    return ""
