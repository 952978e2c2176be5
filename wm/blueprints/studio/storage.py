"""The studio's storage: what counts, what does not, the heaviest films, and what can be freed."""

from flask import Response, request, url_for

from wm.blueprints.studio import bp as door
from wm.domains import housekeeping
from wm.web.hypermedia import page
from wm.web.viewer import signed_in, viewer


@door.get("/storage", endpoint="storage")
@signed_in
def index() -> Response:
    found = housekeeping.weighing.largest(request.args.get("after"), person_id=viewer().id)
    next_url = url_for("studio.storage", after=found.next) if found.next else None
    known = {"films": found.items, "next_url": next_url, "share": housekeeping.weighing.share(viewer().id)}
    known |= {"freeable": housekeeping.weighing.freeable(viewer().id)}
    return page("studio/storage/index.html", "studio/storage/_films.html", **known)
