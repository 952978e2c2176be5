"""Captions of a film: brought, changed, taken away and back, and laid beside the film for players."""

from sqlalchemy import func, select, update

from wm.domains import media
from wm.domains.content import Content
from wm.domains.tracks import languages, reading, writing
from wm.domains.tracks.cues import MOST_BYTES, Cue, within
from wm.domains.tracks.errors import ChangedMeanwhile, LanguageTaken, NotCaptions, TooManyTracks
from wm.domains.tracks.models import KINDS, LABEL_LENGTH, SOURCE_LENGTH, Caption
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotFound

MOST = 60
PART = 200  # cues that are changed at once in the studio: at their longest, as much as a form may send


def of(piece: Content) -> list[Caption]:
    """Return all captions of a piece that were not taken away: the first choice first, then by language."""
    mine = select(Caption).where(Caption.content_id == piece.id, Caption.removed_at.is_(None))
    return list(db.session.scalars(mine.order_by(Caption.is_first.desc(), Caption.language, Caption.kind)))


def shown(piece: Content) -> list[Caption]:
    """Return those that a player offers."""
    return [each for each in of(piece) if each.cues]


def get(piece: Content, public_id: str, removed: bool = False) -> Caption:
    """Return captions of this piece, those taken away only when asked for. Raises NotFound."""
    found = db.session.scalars(select(Caption).filter_by(content_id=piece.id, public_id=public_id)).first()
    if found is None or (found.removed_at and not removed):
        raise NotFound()
    return found


def find_removed(piece: Content, public_id: str) -> Caption | None:
    """Return captions of this piece that were taken away, if they were."""
    mine = select(Caption).filter_by(content_id=piece.id, public_id=public_id)
    return db.session.scalars(mine.where(Caption.removed_at.is_not(None))).first()


def add(piece: Content, language: str, kind: str, *, sent: bytes = b"", source: str = "", label: str = "") -> Caption:
    """Begin captions in a language, from the file `sent` or empty; the first ones are the first choice.

    Raises UnknownLanguage, LanguageTaken, NotCaptions (422), TooManyTracks (409)."""
    tag = languages.resolve(language)
    cues = reading.read(reading.decode(sent)) if sent else []
    row = _row(piece, tag, kind if kind in KINDS else KINDS[0])
    row.label, row.removed_at, row.text, row.cues = label.strip()[:LABEL_LENGTH], None, "", 0
    row.is_first = not any(each.is_first for each in of(piece) if each is not row)
    return _write(piece, row, cues, source)


def _row(piece: Content, tag: str, kind: str) -> Caption:
    same = {"content_id": piece.id, "language": tag, "kind": kind}
    found = db.session.scalars(select(Caption).filter_by(**same)).first()
    if found is not None and found.removed_at is None:
        raise LanguageTaken(fields={"language": [LanguageTaken.message]})
    if found is None and db.session.scalar(select(func.count()).where(Caption.content_id == piece.id)) >= MOST:
        raise TooManyTracks()
    row = found or Caption(**same)
    db.session.add(row)
    db.session.flush()
    return row


def replace(piece: Content, row: Caption, sent: bytes, source: str) -> Caption:
    """Let the captions be what the file says. Raises NotCaptions (422)."""
    return _write(piece, row, reading.read(reading.decode(sent)), source)


def change(piece: Content, row: Caption, words: str, *, part: int, version: int) -> Caption:
    """Let one part of the captions (PART cues, counted from 0) be what was typed; `version` is what the typing began with.

    Raises NotCaptions, ChangedMeanwhile (422)."""
    if row.version != version:
        raise ChangedMeanwhile(fields={"words": [ChangedMeanwhile.message]})
    new, old = reading.read(words, may_be_empty=True), cues_of(row)
    if len(old) - len(old[part * PART : (part + 1) * PART]) + len(new) > reading.MOST_CUES:
        raise NotCaptions(reading.TOO_MANY)
    return _write(piece, row, sorted([*old[: part * PART], *new, *old[(part + 1) * PART :]]), row.source)


def cues_of(row: Caption) -> list[Cue]:
    """Return its cues."""
    return reading.read(row.text, may_be_empty=True) if row.cues else []


def parts(row: Caption) -> int:
    """Return in how many parts its cues are typed, at least one."""
    return max(1, -(-row.cues // PART))


def typed(row: Caption, part: int) -> str:
    """Return one part of its cues as it is typed, counted from 0."""
    return writing.typed(cues_of(row)[part * PART : (part + 1) * PART])


def name_it(row: Caption, label: str) -> None:
    """Call it as its maker wishes; an empty label means the name of the language."""
    row.label = label.strip()[:LABEL_LENGTH]


def put_first(piece: Content, row: Caption) -> None:
    """Show these to whoever turns captions on and has chosen no language."""
    db.session.execute(update(Caption).where(Caption.content_id == piece.id).values(is_first=Caption.id == row.id))
    db.session.refresh(row)
    _tell(piece)


def remove(piece: Content, row: Caption) -> Caption:
    """Take captions away; they can come back."""
    row.removed_at = clock.now()
    _tell(piece)
    return row


def restore(piece: Content, row: Caption) -> Caption:
    """Bring captions back, as the first choice when they were that and nothing else has become it."""
    row.is_first = row.is_first and not any(each.is_first for each in of(piece))
    row.removed_at = None
    _lay(piece, row)
    _tell(piece)
    return row


def lay_out(piece: Content) -> None:
    """Lay all captions of a piece beside its film once more: it may be another one."""
    for row in of(piece):
        _lay(piece, row)
    _tell(piece)


def _write(piece: Content, row: Caption, cues: list[Cue], source: str) -> Caption:
    text = writing.vtt(cues)
    if len(text.encode()) > MOST_BYTES:
        raise NotCaptions(reading.TOO_BIG)
    row.text, row.cues, row.version, row.changed_at = text, len(cues), row.version + 1, clock.now()
    row.source = source[:SOURCE_LENGTH]
    db.session.flush()
    _lay(piece, row)
    _tell(piece)
    return row


def _tell(piece: Content) -> None:
    """Have the film's own playlist name what is offered, for other players; it has no word for descriptions."""
    if piece.film is not None:
        said = [each for each in shown(piece) if each.kind != "descriptions"]
        texts = [media.Text(each.file, each.language, each.name, hears=each.kind == "captions") for each in said]
        media.name_texts(piece.film, texts)


def _lay(piece: Content, row: Caption) -> None:
    """Publish under a name of its own; who has the page open still finds the version before, and none older."""
    film, older = piece.film, row.file_of(row.version - 2)
    if film is not None and row.cues:
        media.lay_beside(film, row.file, _as_trimmed(film, row))
    if film is not None and row.version > 2:
        media.take_away(film, older)


def _as_trimmed(film: media.Film, row: Caption) -> str:
    """The captions as they run beside a film that begins later or ends earlier than its file; the row keeps all of them."""
    if not film.is_trimmed:
        return row.text
    return writing.vtt(within(cues_of(row), film.trim_start_ms, film.trim_end_ms))
