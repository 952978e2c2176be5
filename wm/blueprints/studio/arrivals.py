"""A film and the file that is on its way to it: begun together, so that neither is without the other."""

from flask_babel import gettext as _

from wm.domains import content, uploads


def begin(person, size: int | None, pairs: dict[str, str]) -> tuple[content.Content, uploads.Upload]:
    """Start a draft named after the file, and the upload that fills it. Raises as `uploads.begin`."""
    arriving = uploads.begin(person.id, size, pairs)
    piece = content.draft(person, uploads.title(pairs.get("filename") or pairs.get("name") or "") or _("Untitled film"))
    uploads.assign(arriving, piece.public_id)
    return piece, arriving


def replace(piece: content.Content, size: int | None, pairs: dict[str, str]) -> uploads.Upload:
    """Start another upload for a film that is there already. Raises as `uploads.begin`."""
    return uploads.begin(piece.person_id, size, pairs, subject=piece.public_id)
