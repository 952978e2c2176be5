"""The stream of comments: whoever looks at a piece sees what is said under it, as far as it is for them."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, stream_with_context

from wm.blueprints.threads import marked
from wm.domains import comments, content
from wm.kernel import live
from wm.kernel.db import db
from wm.kernel.errors import NotFound
from wm.web.viewer import public, viewer

bp = Blueprint("live_comments", __name__, url_prefix="/live")


@bp.get("/pieces/<public_id>/comments")
@public
def stream(public_id: str) -> Response:
    piece = content.watchable(public_id, viewer())
    events = _events(piece.id, piece.public_id, viewer())
    db.session.remove()  # a stream holds no database connection while it waits
    answer = Response(stream_with_context(events), content_type="text/event-stream")
    answer.headers |= {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return answer


def _events(content_id: int, public_id: str, person) -> Iterator[bytes]:
    """Yield what changes on the page of `person` whenever a comment does; ends when the piece is not for them any more."""
    for event in live.listen([f"comments:{public_id}"], current_app.config["LIVE_MAX_SECONDS"]):
        if not content.may_watch(content.with_row_id(content_id), person):
            return
        html = _change(*event, person) if event else ""
        db.session.remove()
        yield live.as_sse("", html) if html else b": still here\n\n"


def _change(event: str, said: str | int, person) -> str:
    """Return the fragment for one event: the number of comments, or one of them by its public id."""
    if event == "counted":
        return render_template("comments/_counted.html", number=said)
    return _comment(event, said, person)


def _comment(event: str, comment_id: str, person) -> str:
    """Return the fragment of one comment; one that is not for `person`, or no more, leaves their page."""
    try:
        comment = comments.seen(comment_id, person)
    except NotFound:
        return render_template("comments/_gone.html", comment_id=comment_id)
    root = None if comment.is_root else comments.with_row_id(comment.root_id).public_id
    return render_template("comments/_live.html", event=event, root=root, **marked(comment))
