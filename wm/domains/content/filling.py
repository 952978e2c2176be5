"""Films and their files: one that arrives becomes a piece's film, and takes the place of another without a gap."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, select

from wm.domains import media, uploads
from wm.domains.content.actions import publish
from wm.domains.content.errors import NothingCut, NotReady
from wm.domains.content.events import ContentEdited, FilmReplaced
from wm.domains.content.files import let_go_of_removed
from wm.domains.content.linking import relinked
from wm.domains.content.models import Content
from wm.domains.content.queries import full
from wm.kernel import clock, live
from wm.kernel.db import db
from wm.kernel.facts import record

BATCH = 100
ORPHANED = "The film that this file was for has been removed."


def receive(public_id: str, upload) -> None:
    """Make the film of a piece from a file that has arrived; one after it takes its place once that plays.

    A file whose piece is no more is let go."""
    piece = _held(Content.public_id == public_id)
    if piece is None:
        uploads.end(upload, ORPHANED)
    elif piece.film is None:
        piece.film = media.start(upload)
        db.session.flush()
        relinked(piece)
    elif upload.id not in _uploads_of(piece):
        _replace(piece, upload)
    live.publish_after_commit(f"content:{public_id}", "film")


def _held(which: ColumnElement[bool]) -> Content | None:
    """Return a piece afresh; until the transaction ends nobody else changes which films it has."""
    held = db.session.scalar(select(Content.id).where(which).with_for_update())
    wanted = full().where(Content.id == held).execution_options(populate_existing=True)
    return db.session.scalars(wanted).first() if held else None


def _uploads_of(piece: Content) -> list[int | None]:
    return [film.upload_id for film in (piece.film, coming(piece)) if film]


def _replace(piece: Content, upload) -> None:
    """What plays goes on playing until the new file does; what does not is made anew in its place."""
    if not piece.is_playable:
        media.replace(piece.film, upload)
    elif following := coming(piece):
        media.replace(following, upload)
    else:
        piece.next_film_id = media.start(upload).id


def coming(piece: Content) -> media.Film | None:
    """Return the film that will take the place of the present one, if one is being made."""
    return media.find(piece.next_film_id) if piece.next_film_id else None


def forget_coming(piece: Content) -> None:
    """Let go of the film that would have taken the place of the present one."""
    if following := coming(piece):
        piece.next_film_id = None
        db.session.flush()
        media.remove(following)
        live.publish_after_commit(f"content:{piece.public_id}", "film")


def trim(piece: Content, start_ms: int, end_ms: int | None) -> None:
    """Let the film begin and end at these moments of what plays now (None: where it ends now), as soon as that is made.

    Raises BadTrim, NothingCut (422), NoSource, NotReady (409)."""
    film = _playing(piece)
    ends_there = end_ms is None or end_ms >= film.duration_ms
    end = film.trim_end_ms if ends_there else film.trim_start_ms + end_ms
    _cut(piece, film.trim_start_ms + start_ms, end)


def bring_back(piece: Content, *, start: bool = False, end: bool = False) -> None:
    """Make the film anew with what was cut off before its start, after its end, or both. Raises as `trim`."""
    film = _playing(piece)
    _cut(piece, 0 if start else film.trim_start_ms, None if end else film.trim_end_ms)


def _playing(piece: Content) -> media.Film:
    if not piece.is_playable:
        raise NotReady()
    return piece.film


def _cut(piece: Content, start_ms: int, end_ms: int | None) -> None:
    """Make the film anew from `start_ms` to `end_ms` of its file (None: to its end); until that plays the present one does."""
    if (start_ms, end_ms) == (piece.film.trim_start_ms, piece.film.trim_end_ms):
        raise NothingCut()
    following = media.trim(piece.film, start_ms, end_ms)
    forget_coming(piece)
    piece.next_film_id = following.id
    live.publish_after_commit(f"content:{piece.public_id}", "film")


def film_became_playable(film_id: int) -> None:
    """Let a film that was made in the place of another take it, or publish what only waited for its film."""
    if piece := _held(Content.next_film_id == film_id):
        return _take(piece)
    waiting = db.session.scalars(full().where(Content.film_id == film_id, Content.publish_when_ready)).first()
    if waiting is not None and waiting.state == "draft":
        publish(waiting)


def _take(piece: Content) -> None:
    old, new = piece.film, coming(piece)
    if not new.is_playable:
        return
    piece.film, piece.next_film_id, piece.updated_at = new, None, clock.now()
    db.session.flush()
    relinked(piece)
    if old is not None:
        media.give_way(old, new)
    record(FilmReplaced(piece.id, new.id, old.trim_start_ms if old else 0))
    if piece.is_published:
        record(ContentEdited(piece.id))
    live.publish_after_commit(f"content:{piece.public_id}", "film")


def purge_removed() -> int:
    """Let go of the films and files of what was removed too long ago to come back; returns how many."""
    kept_since = clock.now() - timedelta(days=current_app.config["REMOVED_KEPT_DAYS"])
    gone = full().where(Content.state == "removed", Content.removed_at <= kept_since, Content.film_id.is_not(None))
    pieces = db.session.scalars(gone.limit(BATCH)).all()
    for piece in pieces:
        forget_coming(piece)
        film, piece.film = piece.film, None
        db.session.flush()
        media.remove(film)
    return len(pieces) + let_go_of_removed(kept_since, BATCH)
