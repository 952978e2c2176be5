"""One piece of any written kind: begun as a draft, kept as it is typed, shown as it will look, taken away and back."""

from flask import Response, request, url_for

from wm.blueprints import reading
from wm.blueprints.studio import bp as door
from wm.blueprints.studio import standing
from wm.blueprints.studio.beside import parts_of
from wm.blueprints.studio.lessons import lessons_of
from wm.blueprints.studio.piece_forms import FORMS, PieceForm, form_of, untitled
from wm.domains import content
from wm.kernel.errors import NotFound
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer


@door.post("/pieces")
@signed_in
def begin() -> Response:
    """Begin a draft of the kind that was chosen, and open its page."""
    kind = request.form.get("kind")
    if kind not in FORMS:
        raise NotFound()
    return go(_place(content.draft(viewer(), untitled(kind), kind=kind)))


@door.route("/pieces/<public_id>", methods=("GET", "POST"))
@signed_in
def piece(public_id: str) -> Response:
    """Show the page of a piece; keep what is typed, and save it when its button is pressed."""
    mine = content.own(public_id, viewer())
    if mine.is_film:
        return go(url_for("studio.edit", public_id=public_id))
    form = form_of(mine)
    if not form.accepts(form.settle, mine):
        return page("studio/piece.html", "studio/_saved.html", form.status, **shown(mine, form))
    return _saved(mine, form)


def _saved(mine: content.Content, form: PieceForm) -> Response:
    parts = ["studio/_saved.html"] + (["studio/_look.html"] if mine.kind == "article" else [])
    if not form.save_now.data:
        return swap(_place(mine), *parts, saved=not mine.is_published, **shown(mine, form))
    form = form_of(mine)
    return swap(_place(mine), *parts, "studio/_release.html", "studio/_piece_now.html", saved=True, **shown(mine, form))


def shown(mine: content.Content, form: PieceForm) -> dict:
    """Return what the page of a piece needs."""
    known = {"piece": mine, "film": mine, "form": form, "standing": standing.of_one(mine), **parts_of(mine)}
    if mine.kind == "course":
        known |= lessons_of(mine)
    if mine.kind == "article":
        known |= reading.preview(form.body.data or "", viewer())
    return known


def _place(mine: content.Content) -> str:
    return url_for("studio.piece", public_id=mine.public_id)
