"""Where a film stands, in words: from its bytes on their way to the page that people watch."""

from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import gettext as _

from wm.domains import content, imports, uploads

PLAIN, HELD, DONE, DANGER = "plain", "held", "done", "danger"


class Standing(NamedTuple):
    """What to say of a film: words, a colour, percent when there is something to wait for, and the sentence of a failure.

    `is_arriving` while its file still needs somebody to send it."""

    words: str
    kind: str
    percent: float | None = None
    sentence: str = ""
    is_arriving: bool = False


def of(pieces: Iterable[content.Content]) -> dict[str, Standing]:
    """Return the standing of each piece by its public id."""
    pieces = list(pieces)
    arriving = uploads.latest_for(piece.public_id for piece in pieces if piece.is_film and piece.film is None)
    fetched = imports.among(upload.id for upload in arriving.values()) if arriving else {}
    return {piece.public_id: _of_fetched(piece, arriving, fetched) for piece in pieces}


def of_one(piece: content.Content) -> Standing:
    """Return the standing of one piece."""
    return of([piece])[piece.public_id]


def _of_fetched(piece: content.Content, arriving: dict, fetched: dict) -> Standing:
    upload = arriving.get(piece.public_id)
    coming = fetched.get(upload.id) if upload else None
    if coming is None or upload.state == "complete":
        return _standing(piece, upload)
    if coming.state == "failed":
        return Standing(_("Not fetched"), DANGER, sentence=coming.reason)
    if coming.state == "cancelled":
        return Standing(_("No file yet"), PLAIN)
    percent = 100 * upload.received / upload.size if upload.size else coming.percent
    return Standing(_("Being fetched"), HELD, percent)


def _standing(piece: content.Content, upload: uploads.Upload | None) -> Standing:
    film = piece.film
    if not piece.is_film:
        return _of_page(piece)
    if film is None:
        return _of_bytes(upload)
    if film.is_failed:
        return Standing(_("Could not be converted"), DANGER, sentence=film.error_text)
    if not film.is_playable:
        return Standing(_("Converting"), HELD, film.percent)
    return _of_page(piece)


def _of_bytes(upload: uploads.Upload | None) -> Standing:
    if upload is None or upload.reason == uploads.CANCELLED:
        return Standing(_("No file yet"), PLAIN)
    if upload.state == "gone" or upload.expired():
        return Standing(_("The file did not arrive"), DANGER, sentence=upload.reason)
    if upload.state == "complete":
        return Standing(_("Waiting to be converted"), HELD, 0)
    return Standing(
        _("Uploading"), HELD, 100 * upload.received / (upload.size or upload.received or 1), is_arriving=True
    )


def _of_page(piece: content.Content) -> Standing:
    if piece.state == "scheduled":
        return Standing(_("Scheduled"), HELD)
    if not piece.is_published:
        return Standing(_("Draft"), PLAIN)
    return Standing(_("Published"), DONE)
