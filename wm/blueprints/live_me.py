"""The live stream of one person: whatever happens to them, for the bell of every page that they have open."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, stream_with_context

from wm.domains import notifications
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
    """Yield the bell as it is now, then afresh whenever its number may have changed."""
    is_told = False
    for event in live.listen([notifications.channel(person.id)], current_app.config["LIVE_MAX_SECONDS"]):
        if event is None and is_told:
            yield b": still here\n\n"
            continue
        is_told = True
        html = render_template("notifications/_bell.html", unread=notifications.count(person))
        db.session.remove()
        yield live.as_sse("", html)
