"""Disputes, wishes that wait for the staff, and who is below nothing."""

import io
import json
import zipfile

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from wm.blueprints import refunding
from wm.blueprints.admin import two
from wm.blueprints.forms.refunds import AnswerForm, GiveForm
from wm.blueprints.threads import asked_deed
from wm.domains import people, platform, refunds
from wm.domains.earnings import Earning
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import fresh, staff, viewer

bp = Blueprint("admin_disputes", __name__, url_prefix="/admin/disputes")
OF_ONE = "/of/<any(sale,membership,tip):source>/<ref>"
ANSWERS = ("grant", "decline")


@bp.get("")
@staff("admin")
def index() -> Response:
    is_open = request.args.get("closed") is None
    found = refunds.disputes_page(request.args.get("after"), is_open=is_open)
    place = {"closed": None if is_open else 1}
    next_url = url_for("admin_disputes.index", after=found.next, **place) if found.next else None
    wishes = refunds.wishes_page(state="raised").items if is_open else []
    shown = {"found": found.items, "next_url": next_url, "is_open": is_open, "wishes": wishes, **_listed(found, wishes)}
    shown |= {"below": refunds.below_nothing().items if is_open else [], "at_loss": refunds.at_loss()}
    shown["losses"] = refunds.losses()
    return page("admin/disputes/index.html", "admin/disputes/_rows.html", **shown, form=AnswerForm(formdata=None))


def _listed(found, wishes) -> dict:
    afters = refunds.rows({row.aftermath_id for row in (*found.items, *wishes)} - {None})
    who = {row.buyer_id for row in (*found.items, *wishes)} | {row.seller_id for row in found.items}
    return {"afters": afters, "buyers": people.by_ids(who - {None})}


@bp.get("/<public_id>")
@staff("admin")
def show(public_id: str) -> Response:
    dispute = refunds.one_dispute(public_id)
    known = {"dispute": dispute, "buyer": people.find(dispute.buyer_id), **_evidence(dispute)}
    return page("admin/disputes/show.html", **known, **two.about(refunds.subject_of(dispute)))


def _evidence(dispute: refunds.Dispute) -> dict:
    """Return what was frozen, or what is known as long as nothing is; and what came later."""
    told = refunds.evidence_of(dispute)
    frozen = told.frozen is not None
    return {"told": told, "facts": told.frozen if frozen else told.later, "later": told.later if frozen else {}}


@bp.get("/<public_id>/evidence.zip")
@staff("admin")
def evidence(public_id: str) -> Response:
    known, packed = _evidence(refunds.one_dispute(public_id)), io.BytesIO()
    told = known["told"]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("evidence.json", told.text or _written(known["facts"]))
        files.writestr("added-since.json", _written(known["later"]))
        files.writestr("sha256.txt", f"{told.hash}  evidence.json\n" if told.hash else "not frozen yet\n")
        files.writestr("evidence.html", render_template("admin/disputes/pack.html", **known))
    answer = Response(packed.getvalue(), content_type="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=f"dispute-{public_id}.zip")
    return answer


def _written(facts: dict) -> str:
    return json.dumps(facts, indent=2, ensure_ascii=False)


@bp.post("/<public_id>/sent")
@staff("admin")
def sent(public_id: str) -> Response:
    refunds.note_sent(refunds.one_dispute(public_id), viewer(), request.form.get("words", ""))
    return go(url_for("admin_disputes.show", public_id=public_id), _("Noted."))


@bp.post("/<public_id>/end")
@staff("admin")
@fresh
def end(public_id: str) -> Response:
    is_won = asked_deed(("won", "lost")) == "won"
    refunds.ask_decision(refunds.one_dispute(public_id), viewer(), request.form.get("words", ""), is_won=is_won)
    return go(url_for("admin_disputes.show", public_id=public_id), two.asked_for())


@bp.post("/wishes/<public_id>")
@staff("admin")
@fresh
def answer(public_id: str) -> Response:
    wish, form, is_yes = refunds.one_wish(public_id, state="raised"), AnswerForm(), asked_deed(ANSWERS) == "grant"
    if form.accepts(_grant if is_yes else _decline, wish, form.words.data or ""):
        return go(url_for("admin_disputes.index"), two.asked_for() if is_yes else _("The buyer is told."))
    return go(url_for("admin_disputes.index"), _("Say in a few words why."))


def _grant(wish: refunds.Wish, words: str) -> platform.Proposal:
    return refunds.ask_grant(wish, viewer(), words)


def _decline(wish: refunds.Wish, words: str) -> refunds.Wish:
    return refunds.decline(wish, viewer(), role="staff", words=words)


@bp.get(OF_ONE)
@staff("admin")
def one(source: str, ref: str) -> Response:
    return _shown(refunds.any_paid(source, ref))


@bp.post(OF_ONE)
@staff("admin")
@fresh
def give(source: str, ref: str) -> Response:
    earning, form = refunds.any_paid(source, ref), GiveForm()
    said = {"key": f"{viewer().id}:{form.key.data}", "by": viewer()}
    if not form.accepts(lambda: refunds.ask_refund(earning, form.asked(), **said, **form.said())):
        return _shown(earning, form)
    back_to = url_for("admin_disputes.one", source=source, ref=ref)
    return swap(back_to, "studio/refunds/_one.html", message=two.asked_for(), **_known(earning))


def _shown(earning: Earning, form: GiveForm | None = None) -> Response:
    known = _known(earning, form) | two.about(f"{earning.source}:{earning.source_ref}")
    return page("admin/disputes/one.html", "studio/refunds/_one.html", form.status if form else 200, **known)


def _known(earning: Earning, form: GiveForm | None = None) -> dict:
    story, room = refunds.story(earning), refunds.card_room(earning, refunds.Owner(earning.payer_id))
    given = {
        "form": form or GiveForm.fresh(),
        "has_card": room >= earning.left > 0,
        "may_give": refunds.may_give(story),
    }
    given["give_url"] = url_for("admin_disputes.give", source=earning.source, ref=earning.source_ref)
    return given | refunding.known(story)
