"""A person's pieces of every kind: the list with its filters, and where each film stands."""

from flask import Response, request, url_for

from wm.blueprints.studio import bp as door
from wm.blueprints.studio import standing
from wm.domains import categories, content
from wm.web.hypermedia import page
from wm.web.viewer import signed_in, viewer

STATES = ("published", "scheduled", "draft")
LONGEST = 100
FILTERS = {"kind": content.KINDS, "state": STATES, "visibility": content.VISIBILITIES}


@door.get("/")
@signed_in
def index() -> Response:
    """List the pieces, newest first, narrowed by what the address says."""
    removed = content.desk.several(request.args.getlist("removed"), viewer(), removed=True)
    return page("studio/index.html", "studio/_pieces.html", **listed(request.args.get("after")), removed=removed)


@door.get("/films/<public_id>/progress")
@signed_in
def progress(public_id: str) -> Response:
    """Say how far the encode is; the page asks again until a stream takes over."""
    piece = content.own(public_id, viewer())
    return page(
        "studio/progress.html", "studio/_standing.html", film=piece, standing=standing.of_one(piece), is_later=True
    )


def listed(cursor: str | None = None) -> dict:
    """Return a page of the list as the address narrows it, with all that its templates need."""
    wanted = narrowed()
    found = content.owned(viewer(), cursor, **wanted)
    given = {name: value for name, value in wanted.items() if value}
    return {
        "films": found.items,
        "standings": standing.of(found.items),
        "next_url": url_for("studio.index", after=found.next, **given, **_picks()) if found.next else None,
        "wanted": wanted,
        "given": given,
        "is_picked": bool(_picks()),
        "shelves": categories.all_in_order(),
    }


def narrowed() -> dict[str, str]:
    """Return what the address asks for: kind, state, visibility and words, each empty when it asks for nothing."""
    args = request.args
    chosen = {name: args.get(name, "") if args.get(name) in known else "" for name, known in FILTERS.items()}
    return chosen | {"words": args.get("words", "").strip()[:LONGEST]}


def _picks() -> dict[str, str]:
    """Return whether all that is shown is to be ticked, as the address says it."""
    return {"pick": "all"} if request.args.get("pick") == "all" else {}
