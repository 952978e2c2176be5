"""Giving out what was bought: signed downloads, and the door where programs ask whether a licence key is good."""

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from wm.domains import content, market
from wm.kernel.errors import NotFound, TooMany
from wm.web import limits
from wm.web.files import attach
from wm.web.hypermedia import MOVED
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("goods", __name__)
bp.record_once(lambda state: state.app.extensions["csrf"].exempt(f"{__name__}.verify"))
ASKED, GUESSED = "120 per minute", "20 per minute"  # questions of one network, and those about keys that are not there
YES = ("1", "true", "yes", True, 1)
NOT_FOUND = 404


@bp.post("/read/<public_id>/downloads")
@signed_in
def fetch(public_id: str) -> Response:
    piece = content.opened(content.watchable(public_id, viewer()), viewer())
    version = _asked_version(piece)
    market.downloads.count(viewer(), version)
    until = market.downloads.link_until()
    signed = market.downloads.signature(version, viewer(), until)
    return redirect(url_for("goods.give", expires=until, signed=signed, version_id=version.public_id), MOVED)


@bp.get("/files/<int:expires>/<signed>/<version_id>")
@signed_in
def give(expires: int, signed: str, version_id: str) -> Response:
    version = market.downloads.by_link(version_id, viewer(), expires, signed)
    return attach(content.place_of(version), version.file_name)


@bp.post("/licences/verify")
@public
def verify() -> Response:
    asked = request.get_json(silent=True) if request.is_json else request.form
    asked = asked if hasattr(asked, "get") else {}
    if not limits.afford("licences", limits.network(), 1, ASKED):
        raise TooMany()
    try:
        return jsonify(_verdict(asked)._asdict())
    except NotFound:
        return _unknown()


def _verdict(asked) -> market.licences.Verdict:
    found = content.row_id(str(asked.get("product") or "")[:40])
    is_use = asked.get("increment") in YES
    return market.licences.verify(found, str(asked.get("key") or "")[:120], is_use)


def _unknown() -> Response:
    """Say that there is no such key; whoever keeps guessing waits."""
    if not limits.afford("licence-guesses", limits.network(), 1, GUESSED):
        raise TooMany()
    answer = jsonify(valid=False, error="unknown", message=_("There is no such key for this product."))
    answer.status_code = NOT_FOUND
    return answer


def _asked_version(piece: content.Content) -> content.FileVersion:
    """Return the version that the form names, the newest where it names none. Raises NotFound for another piece's."""
    asked = request.form.get("version")
    version = content.version(asked) if asked else content.newest(piece)
    if version is None or version.content_id != piece.id:
        raise NotFound()
    return version
