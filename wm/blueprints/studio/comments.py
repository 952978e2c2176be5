"""The creator's inbox: what was said under one's pieces, and what waits for one's word, answered in place."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.comments import CommentForm, RuleForm
from wm.blueprints.studio import bp as door
from wm.blueprints.threads import asked_deed
from wm.domains import comments
from wm.kernel.errors import NotFound
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer

DEEDS = {
    "approve": comments.approve,
    "hold": comments.hold,
    "heart": comments.heart,
    "unheart": comments.unheart,
    "removal": comments.remove,
    "return": comments.bring_back,
}


@door.get("/comments")
@signed_in
def inbox() -> Response:
    return page("comments/inbox.html", "comments/_inbox.html", **_box())


def _box() -> dict:
    asked = request.args.get("box", "")
    box = asked if asked in comments.BOXES else "unanswered"
    found = comments.inbox(viewer(), box, request.args.get("after"))
    more = url_for("studio.inbox", box=box, after=found.next) if found.next else None
    known = {"box": box, "found": found.items, "next_url": more, "held": comments.held_count(viewer())}
    return known | {"is_first": "after" not in request.args}


@door.route("/comments/<public_id>/answer", methods=("GET", "POST"))
@signed_in
def answer(public_id: str) -> Response:
    comment = _mine(public_id)
    form = CommentForm.apart(public_id)
    if form.accepts(comments.post, comment.content, viewer(), form.body.data or "", comment):
        return _again(comment, _("Answered."))
    known = {"comment": comment, "form": form}
    return page("comments/inbox_answer.html", "comments/_inbox_answer.html", form.status, **known)


@door.post("/comments/<public_id>")
@signed_in
def judge(public_id: str) -> Response:
    return _again(DEEDS[asked_deed(DEEDS)](_mine(public_id), viewer()))


@door.route("/comments/rules", methods=("GET", "POST"))
@signed_in
def comment_rules() -> Response:
    rule = comments.rule_of(viewer().id)
    form = RuleForm(approval=rule.approval, words=rule.words)
    if form.accepts(comments.set_rule, viewer(), form.approval.data, form.words.data or ""):
        return swap(url_for("studio.comment_rules"), "comments/_inbox_rules.html", message=_("Saved."), form=form)
    return page("comments/inbox_rules.html", "comments/_inbox_rules.html", form.status, form=form)


def _mine(public_id: str) -> comments.Comment:
    comment = comments.seen(public_id, viewer())
    if not comments.may_curate(comment, viewer()):
        raise NotFound()
    return comment


def _again(comment: comments.Comment, message: str | None = None) -> Response:
    back_to = url_for("studio.inbox", box="held" if comment.is_held else "unanswered")
    return swap(back_to, "comments/_inbox_item.html", message=message, comment=comment)
