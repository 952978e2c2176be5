"""The market: everything that has a price, searched and narrowed, with bundles beside it."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from wm.blueprints.cards import cards
from wm.domains import categories, content, market, people
from wm.kernel import money
from wm.kernel.errors import Invalid, NotFound
from wm.web.hypermedia import page
from wm.web.viewer import public, viewer

bp = Blueprint("marketplace", __name__)
KINDS = (*content.KINDS, "bundle")
LONGEST = 100


@bp.get("/market")
@public
def index() -> Response:
    asked, after = _asked(), request.args.get("after")
    wanted = _wanted(asked)
    known = _bundles(wanted, after) if asked["kind"] == "bundle" else _pieces(wanted, asked, after)
    next_url = url_for("marketplace.index", **{**_kept(asked), "after": known["next"]}) if known["next"] else None
    known |= {"asked": asked, "next_url": next_url, "is_narrowed": any(_kept(asked).values()), "is_first": not after}
    return page("market/index.html", "market/_cards.html" if after else "market/_stalls.html", **known)


def _asked() -> dict[str, str]:
    """Return what the form of the market says, tidied; what makes no sense is as if it were not said."""
    given = {name: request.args.get(name, "").strip()[:LONGEST] for name in ("q", "category", "least", "most")}
    kind, sort = request.args.get("kind", ""), request.args.get("sort", "")
    given |= {"kind": kind if kind in KINDS else "", "sort": sort if sort in market.stalls.SORTS else "new"}
    return given | {"member": "1" if request.args.get("member") else ""}


def _kept(asked: dict[str, str]) -> dict[str, str | None]:
    """Return what stands in the address of the next page."""
    return {name: None if (name, said) == ("sort", "new") else said or None for name, said in asked.items()}


def _wanted(asked: dict[str, str]) -> market.stalls.Wanted:
    shelf = _shelf(asked["category"])
    prices = {name: _amount(asked[name]) for name in ("least", "most")}
    kind = "" if asked["kind"] == "bundle" else asked["kind"]
    narrowed = {"kind": kind, "category_id": shelf, "with_membership": bool(asked["member"])}
    return market.stalls.Wanted(asked["q"], sort=asked["sort"], **narrowed, **prices)


def _shelf(slug: str) -> int | None:
    try:
        return categories.called(slug).id if slug else None
    except NotFound:
        return None


def _amount(text: str) -> int | None:
    try:
        return money.read(text) if text else None
    except Invalid:
        return None


def _pieces(wanted: market.stalls.Wanted, asked: dict[str, str], after: str | None) -> dict[str, Any]:
    """Return a page of cards; on the first page that nobody narrowed, the newest bundles stand above them."""
    found = market.stalls.browse(viewer(), wanted, after)
    known = {"cards": cards(found.items, viewer()), "next": found.next, "bundles": [], "inside": {}, "makers": {}}
    if after or any(_kept(asked).values()):
        return known
    return known | _shown(market.stalls.browse_bundles(viewer(), wanted, size=market.stalls.SHOWN).items)


def _bundles(wanted: market.stalls.Wanted, after: str | None) -> dict[str, Any]:
    found = market.stalls.browse_bundles(viewer(), wanted, after)
    return {"cards": [], "next": found.next} | _shown(found.items)


def _shown(bundles) -> dict[str, Any]:
    inside = market.bundles.pieces_of(bundles) if bundles else {}
    makers = people.by_ids({bundle.maker_id for bundle in bundles}) if bundles else {}
    return {"bundles": [each for each in bundles if each.maker_id in makers], "inside": inside, "makers": makers}
