"""The door for new films: rows that send by tus, and a plain form that does the same job."""

from collections.abc import Iterator

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from wm.blueprints.studio import arrivals
from wm.blueprints.studio import bp as door
from wm.blueprints.studio.forms import FilmForm, UploadForm
from wm.blueprints.studio.imports import AddressForm, shown_all
from wm.blueprints.studio.streamed import streamed
from wm.domains import content, imports, uploads
from wm.kernel.db import commit, rollback
from wm.kernel.errors import DomainError
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer


@door.get("/upload")
@signed_in
def upload() -> Response:
    """Show the page, with what is still on its way."""
    target = content.own(request.args["film"], viewer()) if "film" in request.args else None
    return _page(UploadForm(), target)


@door.post("/upload/rows")
@signed_in
def open_row() -> Response:
    """Begin an upload for a file that was chosen, and show its row."""
    size = uploads.protocol.number(request.form.get("size"), "size")
    pairs = {"filename": request.form.get("name", "")}
    if "film" in request.form:
        piece = content.own(request.form["film"], viewer())
        arriving = arrivals.replace(piece, size, pairs)
    else:
        piece, arriving = arrivals.begin(viewer(), size, pairs)
    return swap(url_for("studio.upload"), "studio/_row.html", **_row(piece, arriving))


@door.get("/upload/rows/<public_id>")
@signed_in
def show_row(public_id: str) -> Response:
    """Show the row of an upload that goes on."""
    arriving = uploads.mine(public_id, viewer().id)
    arriving.refuse_unless_receiving()
    piece = content.own(arriving.subject, viewer())
    return page("studio/row.html", "studio/_row.html", **_row(piece, arriving))


@door.post("/upload")
@streamed
@signed_in
def take() -> Response:
    """Take films in from a plain form, straight into storage, and keep what arrived when a field needs another look."""
    refusals, arrived = [], [uploads.mine(each, viewer().id) for each in g.form.fields.getlist("arrived")]
    for _field, name, chunks in g.form.files():
        if name:
            _take_one(name, chunks, arrived, refusals)
    arrived = [uploads.mine(each.public_id, viewer().id) for each in arrived]
    target = content.own(g.form.fields["film"], viewer()) if "film" in g.form.fields else None
    form = UploadForm(formdata=g.form.fields, meta={"csrf": False})
    if not arrived and not refusals:
        refusals.append(_("Choose the film that you want to upload."))
    form.films_refused = refusals
    if refusals or not form.accepts(_settle, form, arrived, target):
        return _page(form, target, arrived, status=422)
    return go(_after(form.result), _("The film has arrived. It is being converted now."))


def _take_one(name: str, chunks: Iterator[bytes], arrived: list, refusals: list) -> None:
    try:
        begun = _begin_one(name)
        arrived.append(uploads.receive(begun, 0, chunks))
        commit()
    except DomainError as refusal:
        rollback()  # the rest of the file is read past now, however slowly it comes: hold nobody up
        refusals.append(f"{uploads.shown(name)}: {refusal.message}")
    except HTTPException:
        uploads.end(begun, _("The connection was cut while this file was sent."))
        commit()
        raise


def _begin_one(name: str) -> uploads.Upload:
    uploads.check_room(viewer().id, request.content_length or None)
    begun = uploads.begin(viewer().id, None, {"filename": name})
    commit()
    return begun


def _settle(form: UploadForm, arrived: list, target: content.Content | None) -> list[content.Content]:
    """Make a film of each file that arrived, or give it to the film that it replaces."""
    for each in arrived:
        uploads.declare(each, each.received)
    pieces = [target or _draft(form, each, alone=len(arrived) == 1) for each in arrived]
    for piece, each in zip(pieces, arrived, strict=True):
        uploads.assign(each, piece.public_id)
    commit()
    for each in arrived:
        uploads.settle(each)
    return pieces


def _draft(form: UploadForm, arrived: uploads.Upload, alone: bool) -> content.Content:
    named = form.title.data if alone else None
    piece = content.draft(viewer(), named or uploads.title(arrived.name) or _("Untitled film"))
    form.title.data = piece.title
    return form.save(piece)


def _after(pieces: list[content.Content]) -> str:
    if len(pieces) == 1:
        return url_for("studio.edit", public_id=pieces[0].public_id)
    return url_for("studio.index")


def _page(form: UploadForm, target, arrived: list | None = None, status: int = 200) -> Response:
    room = {"most": uploads.max_bytes(), "left": uploads.left(viewer().id)}
    more = room | _waiting() | {"ask": AddressForm(formdata=None) if imports.are_open() else None}
    return page("studio/upload.html", status=status, form=form, target=target, arrived=arrived or [], **more)


def _waiting() -> dict:
    """Return what is on its way: uploads that somebody sends, and those that are fetched."""
    sent = [each for each in uploads.unfinished(viewer().id) if each.subject]
    fetched = imports.under_way(viewer().id)
    filled = {each.upload_id for each in fetched}
    return {
        "waiting": [each for each in sent if each.id not in filled],
        "coming_all": shown_all(fetched),
    }


def _row(piece: content.Content, arriving: uploads.Upload) -> dict:
    return {"piece": piece, "upload": arriving, "form": FilmForm.of(piece)}
