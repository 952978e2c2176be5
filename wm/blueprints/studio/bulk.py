"""Several pieces at once: who may see them, where they stand, what they are found by, away and back."""

from collections.abc import Callable

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from wm.blueprints.studio import bp as door
from wm.blueprints.studio import films
from wm.domains import categories, content
from wm.kernel.errors import Invalid
from wm.web.hypermedia import go, swap
from wm.web.viewer import signed_in, viewer


class NothingChosen(Invalid):
    code = "nothing_chosen"
    message = "Tick the pieces that this is about, then choose what to do with them."


@door.post("/pieces/changes")
@signed_in
def change() -> Response:
    """Do one deed to all pieces that are ticked, or to none of them."""
    pieces = content.desk.several(request.form.getlist("piece"), viewer())
    deed = DEEDS.get(request.form.get("deed", ""))
    if not pieces or deed is None:
        raise NothingChosen()
    for piece in pieces:
        deed(piece)
    gone = [piece for piece in pieces if piece.state == "removed"]
    return _after(pieces, gone)


@door.post("/pieces/restoration")
@signed_in
def restore_all() -> Response:
    """Bring back what was just taken away."""
    pieces = content.desk.several(request.form.getlist("piece"), viewer(), removed=True)
    for piece in pieces:
        content.undo_removal(piece)
    return go(url_for("studio.index"), _("It is back.") if len(pieces) == 1 else _("All of them are back."))


def _after(pieces: list[content.Content], gone: list[content.Content]) -> Response:
    ids = [piece.public_id for piece in gone]
    message = None if gone else ngettext("%(num)s piece is changed.", "%(num)s pieces are changed.", len(pieces))
    shown = films.listed()
    back_to = url_for("studio.index", **shown["given"], removed=ids)
    return swap(back_to, "studio/_pieces.html", "studio/_undo.html", message=message, **shown, removed=gone)


def _see(piece: content.Content) -> None:
    wish = request.form.get("visibility")
    if wish not in content.VISIBILITIES:
        raise Invalid()
    content.edit(piece, visibility=wish)


def _shelve(piece: content.Content) -> None:
    content.edit(piece, category=categories.called(request.form.get("category", "")))


def _tag(piece: content.Content) -> None:
    content.desk.add_tags(piece, content.read_tags(request.form.get("tags", "")))


DEEDS: dict[str, Callable[[content.Content], object]] = {
    "visibility": _see,
    "category": _shelve,
    "tags": _tag,
    "removal": content.remove,
}
