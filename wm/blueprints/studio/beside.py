"""What stands beside the words of a piece of one's own: pictures, a poll, a linked film, a file."""

from flask import Response, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from wm.blueprints.studio import bp as door
from wm.domains import content
from wm.kernel.errors import Invalid, NotFound
from wm.web.hypermedia import swap
from wm.web.viewer import signed_in, viewer

PARTS = {"update": ("pictures", "poll", "link"), "article": ("pictures",), "resource": ("file",), "course": ()}


@door.post("/pieces/<public_id>/pictures")
@signed_in
def add_pictures(public_id: str) -> Response:
    """Put the pictures that were sent after those that are there."""
    mine = _own(public_id, "pictures")
    sent = [each for each in request.files.getlist("picture") if each.filename]
    if not sent:
        raise Invalid(_("Choose a picture first."))
    alt = request.form.get("alt", "")
    new = [content.keep_picture(viewer(), each.read(content.PICTURE_BYTES + 1), alt).key for each in sent]
    content.set_pictures(mine, [*_keys(mine), *new])
    return _again(mine, "pictures", _("The picture is there."))


@door.post("/pieces/<public_id>/pictures/<key>/removal")
@signed_in
def take_picture(public_id: str, key: str) -> Response:
    """Take a picture away from the words."""
    mine = _own(public_id, "pictures")
    content.set_pictures(mine, [each for each in _keys(mine) if each != key])
    return _again(mine, "pictures", _("The picture is taken away."))


@door.post("/pieces/<public_id>/poll")
@signed_in
def poll(public_id: str) -> Response:
    """Ask a question with two to six answers; an empty one asks nothing."""
    mine = _own(public_id, "poll")
    content.set_poll(mine, request.form.get("question", ""), request.form.getlist("option"))
    return _again(mine, "poll", _("The poll is kept."))


@door.post("/pieces/<public_id>/link")
@signed_in
def link(public_id: str) -> Response:
    """Show the card of a film below the words, or none."""
    mine = _own(public_id, "link")
    content.link_film(mine, request.form.get("film") or None, viewer())
    return _again(mine, "link", _("The film is linked.") if request.form.get("film") else _("No film is linked now."))


@door.post("/pieces/<public_id>/file")
@signed_in
def give_file(public_id: str) -> Response:
    """Offer a file for download; it takes the place of the one before."""
    mine = _own(public_id, "file")
    sent = request.files.get("file", FileStorage())
    content.set_file(mine, sent.filename or "", sent.stream)
    return _again(mine, "file", _("The file is there to be downloaded."))


def parts_of(mine: content.Content) -> dict:
    """Return what stands beside the words, for the panels of its kind."""
    panels = PARTS[mine.kind]
    known = {"panels": panels, "post": content.post_of(mine) if panels else None}
    if "pictures" in panels:
        known["pictures"] = content.pictures_of(mine)
    if "poll" in panels:
        known["answers"] = [option.words for option in content.poll_options(mine)]
    if "link" in panels:
        known["choices"] = content.desk.films(viewer())
    return known


def _own(public_id: str, part: str) -> content.Content:
    mine = content.own(public_id, viewer())
    if part not in PARTS.get(mine.kind, ()):
        raise NotFound()
    return mine


def _keys(mine: content.Content) -> list[str]:
    return [picture.key for picture in content.pictures_of(mine)]


def _again(mine: content.Content, part: str, message: str) -> Response:
    back_to = url_for("studio.piece", public_id=mine.public_id, _anchor=part)
    return swap(back_to, f"studio/_{part}.html", message=message, piece=mine, **parts_of(mine))
