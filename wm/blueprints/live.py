"""Live streams: server-sent events for whoever looks at a page right now."""

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, render_template, stream_with_context

from wm.domains import content
from wm.kernel import live
from wm.kernel.db import db
from wm.web.viewer import public, viewer

bp = Blueprint("live", __name__, url_prefix="/live")


@bp.get("/films/<public_id>")
@public
def film(public_id: str) -> Response:
    shown = content.watchable(public_id, viewer())
    is_mine = content.may_edit(shown, viewer())
    template = "studio/_progress.html" if is_mine else "watch/_waiting.html"
    return _stream(_film_events(shown.id, template, viewer()))


def _film_events(content_id: int, template: str, person) -> Iterator[bytes]:
    """Yield the fragment as it is now, then afresh whenever the film got further.

    Events go out without a name: htmx swaps those in, named ones it only hands on. The stream ends when the piece gets
    another film, now or to come (the browser comes back for that one by itself), and when `person` may not watch it any more."""
    shown = content.with_row_id(content_id)
    channels, films = _channels(shown), (shown.film_id, shown.next_film_id)
    is_told = False
    for event in live.listen(channels, current_app.config["LIVE_MAX_SECONDS"]):
        if event is None and is_told:
            yield b": still here\n\n"
            continue
        shown, is_told = content.with_row_id(content_id), True
        if not content.may_watch(shown, person):
            return
        html = render_template(template, film=shown)
        db.session.remove()
        yield live.as_sse("", html)
        if (shown.film_id, shown.next_film_id) != films:
            return


def _channels(piece: content.Content) -> list[str]:
    """Return where the piece, its film, and the one that is to take its place are spoken of."""
    films = [film for film in (piece.film, content.coming(piece)) if film]
    return [f"content:{piece.public_id}", *(f"film:{film.public_id}" for film in films)]


def _stream(events: Iterator[bytes]) -> Response:
    db.session.remove()  # a stream holds no database connection while it waits
    answer = Response(stream_with_context(events), content_type="text/event-stream")
    answer.headers |= {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return answer
