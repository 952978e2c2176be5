"""The studio's shelf: how a resource is handed over, its versions, and licence keys."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from wm.blueprints.forms.goods import KeysForm, ProductForm, VersionForm
from wm.blueprints.studio import bp as door
from wm.blueprints.threads import asked_deed
from wm.domains import content, market, people
from wm.domains.content import Content
from wm.web.hypermedia import go, page
from wm.web.viewer import signed_in, viewer

DEEDS = {"revocation": market.key_pool.revoke, "replacement": market.key_pool.replace}


@door.get("/licences", endpoint="licences")
@signed_in
def index() -> Response:
    found = market.products.with_keys(viewer())
    pieces = {piece.id: piece for piece in content.in_order(each.content_id for each in found)}
    given = market.key_pool.given(viewer(), request.args.get("after"), words=request.args.get("words", "")[:120])
    next_url = url_for("studio.licences", after=given.next) if given.next else None
    known = {"products": found, "pieces": pieces, "levels": market.key_pool.levels(pieces), "given": given.items}
    known |= {"owners": _owners(given.items), "titles": _titles(given.items, pieces), "next_url": next_url}
    known |= {"words": request.args.get("words", ""), "is_first": "after" not in request.args}
    return page("studio/goods/licences.html", "studio/goods/_given.html", **known)


@door.post("/licences/<public_id>", endpoint="judge_licence")
@signed_in
def judge(public_id: str) -> Response:
    licence = market.key_pool.own(public_id, viewer())
    DEEDS[asked_deed(DEEDS)](licence)
    return go(url_for("studio.licences"), _("Done. It counts from this moment on."))


@door.route("/products/<public_id>", methods=("GET", "POST"), endpoint="product")
@signed_in
def product(public_id: str) -> Response:
    piece, form = content.own(public_id, viewer()), ProductForm()
    if request.method == "GET":
        form = ProductForm(formdata=None, obj=market.products.of(piece))
    if form.accepts(lambda: _set_up(piece, form)):
        return go(_back(piece), _("Saved."))
    return _shown(piece, form=form)


@door.post("/products/<public_id>/versions", endpoint="add_version")
@signed_in
def add_version(public_id: str) -> Response:
    piece, form = content.own(public_id, viewer()), VersionForm()
    if form.accepts(lambda: _added(piece, form)):
        return go(_back(piece), _("It is there. Everybody who has it is being told."))
    return _shown(piece, version_form=form)


@door.post("/products/<public_id>/keys", endpoint="bring_keys")
@signed_in
def bring(public_id: str) -> Response:
    piece, form = content.own(public_id, viewer()), KeysForm()
    if form.accepts(market.key_pool.bring, piece, form.keys.data or ""):
        said = ngettext("%(num)s new key is in the pool.", "%(num)s new keys are in the pool.", form.result)
        return go(_back(piece), said)
    return _shown(piece, keys_form=form)


def _set_up(piece: Content, form: ProductForm) -> market.Product:
    return market.products.set_up(piece, download_limit=form.download_limit.data, key_kind=form.key_kind.data)


def _added(piece: Content, form: VersionForm) -> content.FileVersion:
    sent, said = form.file.data, {"label": form.label.data or "", "notes": form.notes.data or ""}
    return content.add_version(piece, sent.filename or "", sent.stream, **said)


def _shown(piece: Content, **forms: Any) -> Response:
    """Show the page of one product with the form that came back, and the others fresh."""
    known = {"form": ProductForm(formdata=None, obj=market.products.of(piece))}
    known |= {"version_form": VersionForm(formdata=None), "keys_form": KeysForm(formdata=None)}
    known |= forms
    status = max(form.status for form in known.values())
    known |= {"piece": piece, "product": market.products.of(piece), "versions": content.versions(piece)}
    known["level"] = market.key_pool.levels([piece.id]).get(piece.id, market.key_pool.Level())
    return page("studio/goods/product.html", None, status, **known)


def _back(piece: Content) -> str:
    return url_for("studio.product", public_id=piece.public_id)


def _owners(licences) -> dict[int, people.Person]:
    return people.by_ids({each.owner_id for each in licences if each.owner_id})


def _titles(licences, known: dict[int, Content]) -> dict[int, str]:
    others = content.in_order({each.content_id for each in licences} - known.keys())
    return {piece.id: piece.heading for piece in (*known.values(), *others)}
