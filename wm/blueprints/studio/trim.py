"""Where a film begins and ends: trimmed, and brought back whole."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from wm.blueprints.forms.trimming import TrimForm
from wm.blueprints.studio import bp as door
from wm.blueprints.studio import moments
from wm.domains import content, media
from wm.kernel.errors import NotFound
from wm.web.hypermedia import go, page
from wm.web.viewer import signed_in, viewer

FRAGMENT, PAGE = "studio/_trim.html", "studio/trim.html"


@door.route("/films/<public_id>/trim", methods=("GET", "POST"))
@signed_in
def trim(public_id: str) -> Response:
    """Show where a film begins and ends, and let it begin and end elsewhere."""
    piece = _playing(public_id)
    form = TrimForm(data=_now(piece.film))
    if form.accepts(_trim, piece, form):
        return go(url_for("studio.edit", public_id=public_id), _("It is being trimmed; until then the old one plays."))
    return page(PAGE, FRAGMENT, form.status, **_shown(piece, form))


@door.post("/films/<public_id>/trim/removal")
@signed_in
def bring_back(public_id: str) -> Response:
    """Bring back what was cut off: the start, the end, or both."""
    piece, part = _playing(public_id), request.form.get("part", "")
    content.bring_back(piece, start=part != "end", end=part != "start")
    return go(
        url_for("studio.edit", public_id=public_id), _("It is being brought back; until then the film plays as it is.")
    )


def _trim(piece: content.Content, form: TrimForm) -> None:
    start = moments.read(form.start.data or "0", "start")
    end = moments.read(form.end.data, "end") if (form.end.data or "").strip() else None
    content.trim(piece, start, end)


def _now(film: media.Film) -> dict[str, str]:
    """Where it begins and ends as it plays now."""
    return {"start": moments.written(0), "end": moments.written(film.duration_ms)}


def _cut_off(film: media.Film) -> dict[str, str]:
    """How much of the file is cut off at its start and end, as people write it; "" where nothing is."""
    end = 0 if film.trim_end_ms is None else media.source_ms(film) - film.trim_end_ms
    return {part: moments.written(ms) if ms else "" for part, ms in (("start", film.trim_start_ms), ("end", end))}


def _playing(public_id: str) -> content.Content:
    piece = content.own(public_id, viewer())
    if not piece.is_playable:
        raise NotFound(_("This film does not play yet. It can be trimmed as soon as it does."))
    return piece


def _shown(piece: content.Content, form: TrimForm) -> dict[str, Any]:
    film = piece.film
    plain = film.url("film.mp4", viewer()) if film.has_progressive else ""
    return {"film": piece, "form": form, "plain": plain, "cut_off": _cut_off(film)}
