"""Refunds in the studio: who asks, giving money back, and what one promises."""

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints import refunding
from wm.blueprints.forms.refunds import AnswerForm, GiveForm, PromiseForm
from wm.blueprints.studio import bp as door
from wm.blueprints.threads import asked_deed
from wm.domains import promises, refunds
from wm.domains.earnings import Earning
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import signed_in, viewer

OF_ONE = "/refunds/<any(sale,membership,tip):source>/<ref>"
DEEDS = {"grant": refunds.grant, "decline": refunds.decline}


@door.get("/refunds", endpoint="refunds")
@signed_in
def index() -> Response:
    found = refunds.refunds_page(request.args.get("after"), seller_id=viewer().id)
    next_url = url_for("studio.refunds", after=found.next) if found.next else None
    wishes = refunds.wishes_page(seller_id=viewer().id, state="asked").items
    now = promises.in_force(viewer().id)
    shown = {"found": found.items, "wishes": wishes, "next_url": next_url, "promise": now}
    shown |= {"policy": promises.words_of(now), "form": AnswerForm(formdata=None)}
    return page("studio/refunds/index.html", "studio/refunds/_made.html", **shown, **_listed(found.items, wishes))


def _listed(found, wishes) -> dict:
    return refunding.listed([*found, *wishes])


@door.route("/refunds/promise", methods=("GET", "POST"), endpoint="refunds_promise")
@signed_in
def promise() -> Response:
    form = PromiseForm(obj=promises.in_force(viewer().id))
    if form.accepts(lambda: promises.promise(viewer(), **form.said())):
        return go(url_for("studio.refunds"), _("It holds for everything that you sell from now on."))
    return page("studio/refunds/promise.html", "studio/refunds/_promise.html", form.status, form=form)


@door.post("/refunds/wishes/<public_id>", endpoint="refunds_answer")
@signed_in
def answer(public_id: str) -> Response:
    wish, form = refunds.one_wish(public_id, seller_id=viewer().id, state="asked"), AnswerForm()
    deed = DEEDS[asked_deed(DEEDS)]
    if form.accepts(lambda: deed(wish, viewer(), role="seller", words=form.words.data or "")):
        return go(url_for("studio.refunds"), _("The buyer is told."))
    shown = {"wishes": [wish], "form": form, **_listed([], [wish])}
    return page("studio/refunds/answer.html", "studio/refunds/_wishes.html", form.status, **shown)


@door.get(OF_ONE, endpoint="refunds_one")
@signed_in
def show(source: str, ref: str) -> Response:
    return _shown(refunds.paid(source, ref, viewer(), side="seller_id"))


@door.post(OF_ONE, endpoint="refunds_give")
@signed_in
def give(source: str, ref: str) -> Response:
    earning, form = refunds.paid(source, ref, viewer(), side="seller_id"), GiveForm()
    said = {"key": f"{viewer().id}:{form.key.data}", "by_id": viewer().id, "by_role": "seller"}
    if not form.accepts(lambda: refunds.refund(earning, form.asked(), **said, **form.said())):
        return _shown(earning, form)
    back_to = url_for("studio.refunds_one", source=source, ref=ref)
    return swap(back_to, "studio/refunds/_one.html", message=_("The money is back with the buyer."), **_known(earning))


def _shown(earning: Earning, form: GiveForm | None = None) -> Response:
    known = _known(earning, form)
    return page("studio/refunds/one.html", "studio/refunds/_one.html", form.status if form else 200, **known)


def _known(earning: Earning, form: GiveForm | None = None) -> dict:
    story = refunds.story(earning)
    room = refunds.card_room(earning, refunds.Owner(earning.payer_id))
    given = {
        "form": form or GiveForm.fresh(),
        "has_card": room >= earning.left > 0,
        "may_give": refunds.may_give(story),
    }
    given["give_url"] = url_for("studio.refunds_give", source=earning.source, ref=earning.source_ref)
    return given | refunding.known(story)
