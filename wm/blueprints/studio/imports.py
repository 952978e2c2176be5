"""The door for films from other addresses: ask what lies there, choose from a feed, watch it come, cancel, try again."""

from collections.abc import Sequence

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from wm.blueprints.studio import bp as door
from wm.domains import content, imports, uploads
from wm.kernel import limits
from wm.kernel.db import rollback
from wm.kernel.errors import Invalid
from wm.web.forms import Form
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer

LOOKS, HOUR = 60, 3600


class AddressForm(Form):
    """The address of a film, or of a feed that names some."""

    address = StringField(
        lazy_gettext("Address"),
        [InputRequired(lazy_gettext("Enter the address.")), Length(max=imports.ADDRESS_LENGTH)],
        render_kw={
            "type": "url",
            "maxlength": imports.ADDRESS_LENGTH,
            "autocomplete": "off",
            "placeholder": "https://",
            "inputmode": "url",
        },
    )


@door.get("/imports")
@signed_in
def brought() -> Response:
    """List all that was ever brought, or could not be."""
    found = imports.of_person(viewer().id, request.args.get("after"))
    next_url = url_for("studio.brought", after=found.next) if found.next else None
    known = {"coming_all": shown_all(found.items), "next_url": next_url}
    return page("studio/imports/index.html", "studio/imports/_list.html", **known, are_open=imports.are_open())


@door.get("/imports/new")
@signed_in
def new_import() -> Response:
    """Ask for an address."""
    return page("studio/imports/new.html", "studio/imports/_ask.html", ask=AddressForm())


@door.post("/imports")
@signed_in
def ask_address() -> Response:
    """Look at what lies at an address: bring the film, or show those that a feed names."""
    limits.spend(f"imports.look:{viewer().id}", LOOKS, HOUR)
    form = AddressForm()
    if not form.accepts(_found, form):
        return page("studio/imports/new.html", "studio/imports/_ask.html", form.status, ask=form)
    found = form.result
    if found.means == imports.FEED:
        return page("studio/imports/feed.html", "studio/imports/_feed.html", found=found)
    _begin(form.address.data, found.means, found.name)
    return _on_its_way(1)


@door.post("/imports/films")
@signed_in
def bring_several() -> Response:
    """Bring the films that were ticked in a feed's list."""
    fields = request.form
    known = dict(enumerate(zip(fields.getlist("address"), fields.getlist("title"), strict=False)))
    chosen = [
        known[number] for pick in fields.getlist("pick") if (number := int(pick) if pick.isdecimal() else -1) in known
    ]
    if not chosen:
        raise Invalid(_("Tick the films that you want to bring."))
    imports.check(viewer().id, len(chosen))
    for address, title in chosen:
        _begin(address, imports.FILE, address.split("?")[0].rpartition("/")[2], title)
    return _on_its_way(len(chosen))


@door.get("/imports/<public_id>")
@signed_in
def show_import(public_id: str) -> Response:
    """Show how far an import is; its row asks again until it is over."""
    return page("studio/imports/show.html", "studio/imports/_row.html", **shown(imports.mine(public_id, viewer().id)))


@door.post("/imports/<public_id>/cancellation")
@signed_in
def cancel_import(public_id: str) -> Response:
    """End an import."""
    row = imports.cancel(imports.mine(public_id, viewer().id))
    return swap(url_for("studio.upload"), "studio/imports/_row.html", **shown(row))


@door.post("/imports/<public_id>/retry")
@signed_in
def retry_import(public_id: str) -> Response:
    """Try again what could not be fetched."""
    row = imports.retry(imports.mine(public_id, viewer().id))
    return swap(url_for("studio.upload"), "studio/imports/_row.html", **shown(row))


def shown(row: imports.Import) -> dict:
    """Return what the row of an import needs."""
    return shown_all([row])[0]


def shown_all(rows: Sequence[imports.Import]) -> list[dict]:
    """Return what the rows of imports need; `piece` is None where it has been removed since."""
    filled = uploads.several(row.upload_id for row in rows)
    pieces = content.desk.several([upload.subject for upload in filled.values()], viewer())
    there = {piece.public_id: piece for piece in pieces}
    pairs = [(row, filled[row.upload_id]) for row in rows]
    return [{"coming": row, "upload": upload, "piece": there.get(upload.subject)} for row, upload in pairs]


def _found(form: AddressForm) -> imports.Found:
    rollback()  # nothing is held while somebody else's server takes its time
    try:
        return imports.look(form.address.data.strip())
    except Invalid as refusal:
        raise Invalid(fields={"address": [refusal.message]}) from refusal


def _begin(address: str, means: str, name: str, title: str = "") -> None:
    """Start a draft, the upload that fills it, and the work that fills the upload."""
    imports.check(viewer().id)
    upload = uploads.begin(viewer().id, None, {"filename": name})
    piece = content.draft(
        viewer(), uploads.one_line(title)[: content.TITLE_LENGTH] or uploads.title(name) or _("Untitled film")
    )
    uploads.assign(upload, piece.public_id)
    imports.begin(upload, address, means)


def _on_its_way(count: int) -> Response:
    words = _("It is being fetched now.") if count == 1 else _("%(num)s films are being fetched now.", num=count)
    return go(url_for("studio.upload"), words)
