"""The pages of what is read: articles, updates, resources; their earlier words, their polls, reposts."""

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from wm.blueprints import reading, supporting
from wm.blueprints.places import back_to, content_url
from wm.blueprints.threads import under
from wm.domains import content, engagement, graph, market
from wm.web.files import attach
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("posts", __name__)


@bp.get("/read/<public_id>")
@public
def show(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    if piece.kind not in reading.KINDS:
        return redirect(content_url(piece))
    known = reading.of(piece, viewer()) | under(piece) | supporting.of(piece)
    known["state"] = engagement.states(viewer(), [piece.id])[piece.id]
    known["is_followed"] = graph.follows(viewer(), piece.person_id)
    known["way"] = content.courses.way(piece, request.args.get("course"), viewer())
    return page("posts/show.html", "posts/_post.html", **known)


@bp.post("/read/preview")
@signed_in
def preview() -> Response:
    words = request.form.get("body", "")[: content.BODY_LENGTH]
    return page("posts/preview.html", "posts/_preview.html", **reading.preview(words, viewer()))


@bp.get("/read/<public_id>/edits")
@public
def edits(public_id: str) -> Response:
    piece = content.opened(content.watchable(public_id, viewer()), viewer())
    found = content.revisions(piece, request.args.get("after"))
    next_url = url_for("posts.edits", public_id=public_id, after=found.next) if found.next else None
    return page("posts/edits.html", "posts/_edits.html", piece=piece, edits=found.items, next_url=next_url)


@bp.post("/read/<public_id>/vote")
@signed_in
def vote(public_id: str) -> Response:
    piece = content.opened(content.watchable(public_id, viewer()), viewer())
    content.vote(piece, request.form.get("option", 0, int), by=viewer())
    known = {"piece": piece, **reading.poll(piece, viewer())}
    return swap(back_to(piece), "posts/_poll.html", message=_("Your vote is counted."), **known)


@bp.get("/read/<public_id>/file")
@public
def file(public_id: str) -> Response:
    piece = content.opened(content.watchable(public_id, viewer()), viewer())
    row = content.file_of(piece)
    if content.decision(piece, viewer()).why not in market.downloads.UNCOUNTED:
        return redirect(f"{content_url(piece)}#file")
    return attach(content.place_of(row), row.file_name)


@bp.post("/read/<public_id>/file")
@signed_in
def set_file(public_id: str) -> Response:
    piece, sent = content.own(public_id, viewer()), request.files.get("file", FileStorage())
    content.set_file(piece, sent.filename or "", sent.stream)
    return go(content_url(piece), _("The file is there to be downloaded."))


@bp.get("/repost/<public_id>")
@signed_in
def repost(public_id: str) -> Response:
    original = content.watchable(public_id, viewer())
    mine = content.find_repost(original, viewer())
    return page("posts/repost.html", "posts/_repost.html", original=original, mine=mine)


@bp.post("/repost/<public_id>")
@signed_in
def send_repost(public_id: str) -> Response:
    original = content.watchable(public_id, viewer())
    piece = content.repost(original, viewer(), request.form.get("words", ""))
    return go(content_url(piece), _("Reposted."))
