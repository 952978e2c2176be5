"""The activity center: what happened around a person, and what they did."""

from datetime import timedelta
from functools import partial

from flask import Blueprint, Response, request, url_for

from wm.blueprints import tellings
from wm.domains import comments, engagement, graph, notifications
from wm.kernel import clock
from wm.web.hypermedia import page
from wm.web.viewer import signed_in, viewer

bp = Blueprint("activity", __name__, url_prefix="/activity")
WEEK = timedelta(days=7)
KINDS = ("comments", "likes", "saves", "follows")


@bp.get("")
@signed_in
def around() -> Response:
    found = notifications.told(viewer(), request.args.get("after"))
    next_url = url_for("activity.around", after=found.next) if found.next else None
    sums = tellings.week(notifications.summed(viewer(), clock.now() - WEEK))
    shown = {"tellings": tellings.of(found.items, viewer()), "next_url": next_url, "sums": sums}
    return page("activity/around.html", "activity/_around.html", **shown)


@bp.get("/mine")
@signed_in
def mine() -> Response:
    kind = request.args.get("kind", KINDS[0])
    kind = kind if kind in KINDS else KINDS[0]
    found = _deeds(kind)(cursor=request.args.get("after"))
    next_url = url_for("activity.mine", kind=kind, after=found.next) if found.next else None
    return page("activity/mine.html", "activity/_mine.html", kind=kind, deeds=found.items, next_url=next_url)


def _deeds(kind: str):
    person = viewer()
    return {
        "comments": partial(comments.said_by, person),
        "likes": partial(engagement.liked, person),
        "saves": partial(engagement.saved, person),
        "follows": partial(graph.following, person, person),
    }[kind]
