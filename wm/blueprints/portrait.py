"""What every tab of a person's page shows: who it is, and how the viewer stands with them."""

from typing import Any

from wm.blueprints.supporting import Cause
from wm.domains import graph, people
from wm.web.viewer import viewer


def of(person: people.Person, tab: str) -> dict[str, Any]:
    """Return what people/layout.html needs; `tab` is the endpoint of the one that is open."""
    known = {"cause": Cause(person), "person": person, "tab": tab, "is_own": viewer().id == person.id}
    if known["is_own"]:
        return known
    return known | graph.ties(viewer(), person.id)._asdict()
