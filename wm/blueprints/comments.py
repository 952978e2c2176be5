"""What people say under a piece: its own page, answering, changing, and every deed that one button does."""

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from wm.blueprints.forms.comments import CommentForm
from wm.blueprints.places import back_to, content_url
from wm.blueprints.threads import asked_deed, marked, more_replies, talk_url, under
from wm.domains import comments, content
from wm.kernel.errors import NotFound
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("comments", __name__)
bp.add_app_template_global(talk_url)
DEEDS = {
    "like": comments.like,
    "unlike": comments.unlike,
    "heart": comments.heart,
    "unheart": comments.unheart,
    "pin": comments.pin,
    "unpin": comments.unpin,
    "approve": comments.approve,
    "hold": comments.hold,
    "removal": comments.remove,
    "return": comments.bring_back,
}


@bp.get("/pieces/<public_id>/comments")
@public
def index(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    if "t" in request.args:  # a time code that was followed without JavaScript
        return go(content_url(piece, t=request.args["t"]))
    return page("comments/index.html", "comments/_threads.html", **under(piece))


@bp.post("/pieces/<public_id>/comments")
@signed_in
def create(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    form = CommentForm()
    if form.accepts(comments.post, piece, viewer(), form.body.data or ""):
        known = {"piece": piece, "form": CommentForm(formdata=None), **marked(form.result)}
        return swap(back_to(piece, _anchor="comments"), "comments/_said.html", message=_words(form.result), **known)
    return page("comments/index.html", "comments/_form.html", form.status, **under(piece, form))


@bp.get("/comments/<public_id>/replies")
@public
def replies(public_id: str) -> Response:
    root = comments.seen(public_id, viewer())
    return page("comments/replies.html", "comments/_replies.html", **more_replies(root, request.args.get("after")))


@bp.route("/comments/<public_id>/reply", methods=("GET", "POST"))
@signed_in
def reply(public_id: str) -> Response:
    above = comments.seen(public_id, viewer())
    form = CommentForm.apart(public_id)
    if form.accepts(comments.post, above.content, viewer(), form.body.data or "", above):
        known = {"above": above, "root": _root(above), **marked(form.result)}
        return swap(
            back_to(above.content, _anchor="comments"), "comments/_replied.html", message=_words(form.result), **known
        )
    known = {"above": above, "form": form, **marked(above)}
    return page("comments/reply.html", "comments/_reply.html", form.status, **known)


@bp.route("/comments/<public_id>/edit", methods=("GET", "POST"))
@signed_in
def edit(public_id: str) -> Response:
    comment = _own(public_id)
    form = CommentForm.apart(public_id)
    if form.accepts(comments.edit, comment, viewer(), form.body.data or ""):
        return _again(comment, _("Changed."))
    form.body.data = comment.body if form.body.data is None else form.body.data
    return page("comments/edit.html", "comments/_edit.html", form.status, comment=comment, form=form)


@bp.get("/comments/<public_id>/history")
@public
def history(public_id: str) -> Response:
    comment = comments.seen(public_id, viewer())
    known = {"comment": comment, "revisions": [] if comment.is_removed else comments.revisions(comment)}
    return page("comments/history.html", "comments/_history.html", **known)


@bp.get("/comments/<public_id>")
@public
def show(public_id: str) -> Response:
    comment = comments.seen(public_id, viewer())
    return page("comments/show.html", "comments/_comment.html", **marked(comment))


@bp.post("/comments/<public_id>")
@signed_in
def change(public_id: str) -> Response:
    deed = asked_deed(DEEDS)
    comment = DEEDS[deed](comments.seen(public_id, viewer()), viewer())
    words = {"pin": _("It stands first from now on."), "approve": _("Everybody can see it now.")}
    return _again(comment, words.get(deed))


def _again(comment: comments.Comment, message: str | None = None) -> Response:
    return swap(
        back_to(comment.content, _anchor="comments"), "comments/_comment.html", message=message, **marked(comment)
    )


def _own(public_id: str) -> comments.Comment:
    comment = comments.seen(public_id, viewer())
    if not comments.may_edit(comment, viewer()):
        raise NotFound()
    return comment


def _root(comment: comments.Comment) -> str:
    """Return the public id of the first comment of its thread."""
    return comment.public_id if comment.is_root else comments.with_row_id(comment.root_id).public_id


def _words(comment: comments.Comment) -> str:
    if comment.is_held:
        return _("Thank you. Your comment shows as soon as the creator approves it.")
    return _("Your comment is there.")
