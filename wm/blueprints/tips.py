"""Giving a tip for a piece or to a person, who supports it, and what one has given."""

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints import supporting
from wm.blueprints.forms.tips import TipForm
from wm.blueprints.statement import Source, source_of
from wm.blueprints.supporting import Cause
from wm.blueprints.threads import asked_deed, marked
from wm.domains import comments, content, graph, ledger, tips
from wm.kernel.errors import NotFound
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import public, signed_in, viewer

bp = Blueprint("tips", __name__)
PAYMENT_REQUIRED = 402
DEEDS = {"hide": tips.hide, "show": tips.show_again}


@bp.route("/pieces/<public_id>/tip", methods=("GET", "POST"))
@signed_in
def for_piece(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    return _given(Cause(piece.person, piece))


@bp.route("/comments/<public_id>/tip", methods=("GET", "POST"))
@signed_in
def for_comment(public_id: str) -> Response:
    comment = comments.seen(public_id, viewer())
    if not comment.is_visible or comment.person.closed_at is not None:
        raise NotFound()
    return _given(Cause(comment.person, comment.content, comment))


@bp.route("/@<handle>/tip", methods=("GET", "POST"))
@signed_in
def for_person(handle: str) -> Response:
    return _given(Cause(graph.seen(handle, viewer())))


def _given(cause: Cause) -> Response:
    """Show the form, or take it: 402 says what is missing and leads to where money is added."""
    asked = (request.args.get(name) for name in ("amount", "words", "shown"))
    form = TipForm() if request.method == "POST" else TipForm.fresh(*asked)
    if cause.comment:
        form.is_for_comment(cause.person.name, "shown" not in request.args and request.method != "POST")
    try:
        if form.accepts(_give, cause, form):
            return _thanked(cause, form.result)
    except ledger.InsufficientFunds as short:
        return _short(cause, form, short.details["missing"])
    balance = ledger.shown_balance(viewer().id)
    return page("tips/give.html", "tips/_form.html", form.status, cause=cause, form=form, balance=balance)


def _thanked(cause: Cause, tip: tips.Tip) -> Response:
    """Say thank you where the form was, and show the tip where others see it."""
    said = supporting.thanks(cause, tip)
    if cause.comment:
        comments.tell_changed(cause.comment)
        known, beside = {"cause": cause, **marked(cause.comment)}, "comments/_comment.html"
    else:
        known, beside = supporting.known(cause), "tips/_supporters.html"
    return swap(cause.back, "tips/_done.html", beside, plainly=said, thanks=said, tip=tip, **known)


def _give(cause: Cause, form: TipForm) -> tips.Tip:
    said = {"key": form.key.data, "words": form.words.data or "", "shown": form.shown.data}
    return tips.give(viewer(), cause.person, form.asked, piece=cause.piece, comment=cause.comment, **said)


def _short(cause: Cause, form: TipForm, missing: int) -> Response:
    back = cause.address(amount=form.asked, words=form.words.data or None, shown=form.shown.data)
    known = {"cause": cause, "missing": missing, "asked": form.asked, "again": back}
    known |= {"door": supporting.door_to_money(missing, back)}
    return page("tips/short.html", "tips/_short.html", PAYMENT_REQUIRED, **known)


@bp.get("/pieces/<public_id>/supporters")
@public
def supporters(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    return _supporters(Cause(piece.person, piece))


@bp.get("/@<handle>/supporters")
@public
def supporters_of(handle: str) -> Response:
    return _supporters(Cause(graph.seen(handle, viewer())))


def _supporters(cause: Cause) -> Response:
    found = tips.supporters_page(viewer(), request.args.get("after"), **cause.ids)
    next_url = f"{cause.all_url}?after={found.next}" if found.next else None
    known = {"cause": cause, "found": found.items, "next_url": next_url}
    return page("tips/supporters.html", "tips/_supporters_list.html", **known)


@bp.get("/tips")
@signed_in
def mine() -> Response:
    found = tips.given(viewer(), request.args.get("after"))
    pieces = content.in_order({each.tip.content_id for each in found.items if each.tip.content_id})
    next_url = url_for("tips.mine", after=found.next) if found.next else None
    known = {"found": found.items, "pieces": {piece.id: piece for piece in pieces}, "next_url": next_url}
    return page("tips/mine.html", "tips/_mine.html", **known, is_first="after" not in request.args)


@bp.post("/tips/<public_id>")
@signed_in
def change(public_id: str) -> Response:
    DEEDS[asked_deed(DEEDS)](tips.seen_one(public_id, viewer()), viewer())
    return go(url_for("tips.mine"), _("Changed."))


@source_of("tip")
def sources(subjects: set[str]) -> dict[str, Source]:
    """Name whom tips of the viewer went to behind lines of a wallet."""
    found = tips.given_named((subject.split(":")[1] for subject in subjects), viewer())
    names = {each.tip.public_id: each.person.name if each.person else "" for each in found}
    return {f"tip:{ref}": Source(name or _("Tips you gave"), url_for("tips.mine")) for ref, name in names.items()}
