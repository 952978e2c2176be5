"""The creator's tips: what was given, live as it comes, and saying thank you."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Response, current_app, render_template, request, stream_with_context, url_for

from wm.blueprints.forms.tips import ThanksForm
from wm.blueprints.studio import bp as door
from wm.blueprints.threads import asked_deed
from wm.domains import content, tips
from wm.kernel import clock, live
from wm.kernel.db import db
from wm.web.hypermedia import page, swap
from wm.web.viewer import signed_in, viewer

DEEDS = {"heart": tips.heart, "unheart": tips.unheart, "hide": tips.hide, "show": tips.show_again}
LATELY = timedelta(days=30)


@door.get("/tips", endpoint="tips")
@signed_in
def index() -> Response:
    found = tips.received(viewer(), request.args.get("after"))
    next_url = url_for("studio.tips", after=found.next) if found.next else None
    known = {
        "found": found.items,
        "pieces": _pieces(found.items),
        "next_url": next_url,
        "form": ThanksForm(formdata=None),
    }
    known |= {"lately": tips.month(viewer(), clock.now() - LATELY), "is_first": "after" not in request.args}
    return page("tips/received.html", "tips/_received.html", **known)


@door.post("/tips/<public_id>", endpoint="judge_tip")
@signed_in
def judge(public_id: str) -> Response:
    given = tips.received_one(public_id, viewer())
    DEEDS[asked_deed(DEEDS)](given.tip, viewer())
    return _again(given)


@door.post("/tips/<public_id>/thanks", endpoint="thank_tip")
@signed_in
def thank(public_id: str) -> Response:
    given, form = tips.received_one(public_id, viewer()), ThanksForm()
    form.accepts(tips.thank, given.tip, viewer(), form.words.data or "")
    if form.errors:
        return page("tips/one.html", "tips/_row.html", form.status, **_one(given, form))
    return _again(given)


@door.get("/tips/live", endpoint="live_tips")
@signed_in
def stream() -> Response:
    events = _events(viewer())
    db.session.remove()  # a stream holds no database connection while it waits
    answer = Response(stream_with_context(events), content_type="text/event-stream")
    answer.headers |= {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return answer


def _events(person) -> Iterator[bytes]:
    """Yield every tip as it comes, to be put above the others."""
    for event in live.listen([tips.channel(person.id)], current_app.config["LIVE_MAX_SECONDS"]):
        if event is None:
            yield b": still here\n\n"
            continue
        html = render_template(
            "tips/_live.html", **_one(tips.received_one(event[1], person), ThanksForm(formdata=None))
        )
        db.session.remove()
        yield live.as_sse("", html)


def _one(given: tips.Support, form: ThanksForm) -> dict:
    return {"each": given, "pieces": _pieces([given]), "form": form}


def _pieces(found) -> dict[int, content.Content]:
    return {piece.id: piece for piece in content.in_order({each.tip.content_id for each in found} - {None})}


def _again(given: tips.Support) -> Response:
    return swap(url_for("studio.tips"), "tips/_row.html", **_one(given, ThanksForm(formdata=None)))
