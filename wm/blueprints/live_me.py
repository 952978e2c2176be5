"""The live stream of one person: whatever happens to them, for the bell of every page that they have open."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, stream_with_context

from wm.domains import graph, notifications, tips
from wm.kernel import live
from wm.kernel.db import db
from wm.web.viewer import signed_in, viewer

bp = Blueprint("live_me", __name__, url_prefix="/live")


@bp.get("/me")
@signed_in
def me() -> Response:
    events = bells(viewer())
    db.session.remove()  # a stream holds no database connection while it waits
    answer = Response(stream_with_context(events), content_type="text/event-stream")
    answer.headers |= {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return answer


def bells(person) -> Iterator[bytes]:
    """Yield the bell as it is now, then afresh whenever its number may have changed; a tip is said beside it."""
    is_told, channels = False, [notifications.channel(person.id), tips.channel(person.id)]
    for event in live.listen(channels, current_app.config["LIVE_MAX_SECONDS"]):
        if event is None and is_told:
            yield b": still here\n\n"
            continue
        is_told = True
        html = render_template("notifications/_bell.html", unread=notifications.count(person)) + _tip(event, person)
        db.session.remove()
        yield live.as_sse("", html)


def _tip(event, person) -> str:
    """Return what an open page says of a tip that was given just now; nothing of whom one has muted."""
    if event is None or event[0] != "tip":
        return ""
    given = tips.received_one(event[1], person)
    if given.person is not None and graph.mutes(person, given.person.id):
        return ""
    return render_template("tips/_arrived.html", given=given)
