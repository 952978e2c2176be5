"""What the page of an article, an update or a resource shows of it."""

from typing import Any

from flask_babel import gettext as _

from wm.blueprints import handing
from wm.blueprints.door import door_of
from wm.domains import content
from wm.domains.content import Content
from wm.kernel.errors import DomainError
from wm.web import limits, markdown, mentions

KINDS = ("article", "update", "resource")
PREVIEWS = "100000 per minute"  # of what `_cost` says, for each person who writes
LAYOUTS = "200000 per minute"  # and for each maker, of words that nobody has asked for yet


def of(piece: Content, viewer, refusal: DomainError | None = None) -> dict[str, Any]:
    """Return what its page needs beside the piece: all of it, or the free part and the door before the rest."""
    door = door_of(piece, viewer, refusal)
    words = piece.free_body if door else piece.body
    mentions.look_up(piece.description, words)  # both at once
    known = {"written": [], "films": {}, "linked": None, "words": words, "door": door}
    known["goods"] = None if door else handing.of(piece, viewer)
    if piece.kind != "update":
        known |= written(words, content.pictures_in_words(piece), viewer, lambda: _may_lay_out(piece))
    if door:
        return known | {"original": None, "options": [], "chosen": None}
    if piece.post is not None and piece.post.linked_id:
        known["linked"] = quoted(piece.post.linked, viewer)
    return known | {"original": quoted(piece.original, viewer)} | poll(piece, viewer)


def written(text: str, pictures: dict[str, content.Picture], viewer, may_lay_out) -> dict[str, Any]:
    """Return Markdown as parts to show, and the films among them that `viewer` may see."""
    parts = markdown.kept_parts(text, pictures, may_lay_out)
    wanted = {part.film for part in parts if part.film}
    return {"written": parts, "films": content.listed_films(wanted, viewer) if wanted else {}}


def preview(text: str, viewer) -> dict[str, Any]:
    """Return what somebody is writing as it will be shown, with pictures of their own; `resting` says why it is not."""
    if resting := _resting(text, viewer):
        return {"written": [], "films": {}, "resting": resting}
    keys = content.IN_WORDS.findall(text)
    return written(text, content.waiting_pictures(viewer, keys) if keys else {}, viewer, lambda: True) | {"resting": ""}


def _may_lay_out(piece: Content) -> bool:
    return limits.afford("layout", str(piece.person_id), _cost(piece.body), LAYOUTS)


def _resting(text: str, viewer) -> str:
    if content.marks(text) > content.MARKS:
        return content.TooManyMarks.message
    if not limits.afford("preview", str(viewer.id), _cost(text), PREVIEWS):
        return _("The preview takes a rest, because this is much to lay out so often. It goes on in a minute.")
    return ""


def _cost(text: str) -> int:
    """Return what it takes to lay out `text`: 1000 of it are about a fortieth of a second at worst."""
    return 200 + len(text) // 50 + content.marks(text)


def poll(piece: Content, viewer) -> dict[str, Any]:
    """Return the poll of a piece as `viewer` sees it; nothing where there is none."""
    if piece.post is None or not piece.post.question:
        return {"options": [], "chosen": None}
    return {"options": content.poll_options(piece), "chosen": content.chosen(piece, viewer)}


def quoted(piece: Content | None, viewer) -> Content | None:
    """Return a piece that another one points to, when `viewer` may open it."""
    return piece if piece is not None and content.may_watch(piece, viewer) else None
