"""A person's films: the list with its filters, and where each film stands."""

from flask import Response, request, url_for

from wm.blueprints.studio import bp as door
from wm.blueprints.studio import standing
from wm.domains import content
from wm.web.hypermedia import page
from wm.web.viewer import signed_in, viewer

STATES = ("published", "scheduled", "draft")
LONGEST = 100


@door.get("/")
@signed_in
def index() -> Response:
    """List the films, newest first, narrowed by what the address says."""
    wanted = _wanted()
    found = content.owned(viewer(), request.args.get("after"), **wanted)
    next_url = url_for("studio.index", after=found.next, **_given(wanted)) if found.next else None
    shown = {"films": found.items, "standings": standing.of(found.items), "next_url": next_url}
    return page("studio/index.html", "studio/_films.html", **shown, wanted=wanted, removed=_removed())


@door.get("/films/<public_id>/progress")
@signed_in
def progress(public_id: str) -> Response:
    """Say how far the encode is; the page asks again until a stream takes over."""
    piece = content.own(public_id, viewer())
    return page(
        "studio/progress.html", "studio/_standing.html", film=piece, standing=standing.of_one(piece), is_later=True
    )


def _wanted() -> dict[str, str]:
    args = request.args
    return {
        "state": args.get("state", "") if args.get("state") in STATES else "",
        "visibility": args.get("visibility", "") if args.get("visibility") in content.VISIBILITIES else "",
        "words": args.get("words", "").strip()[:LONGEST],
    }


def _given(wanted: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in wanted.items() if value}


def _removed() -> content.Content | None:
    """Return the film that was just removed, while it can come back."""
    if not request.args.get("removed"):
        return None
    piece = content.own(request.args["removed"], viewer(), removed=True)
    return piece if piece.state == "removed" else None
