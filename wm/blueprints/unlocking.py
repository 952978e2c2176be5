"""What is open for the viewer and why: bought, rented, given, or by a membership; and what ran out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from wm.domains import content, entitlements, market, memberships, people
from wm.domains.content import Content
from wm.domains.entitlements import Grant
from wm.web.viewer import viewer

QUICK, LATELY = 5, 6


class Unlocked(NamedTuple):
    """One piece that is, or was, open for the viewer, and the right that says so."""

    piece: Content
    right: Grant


def shown() -> dict[str, Any]:
    """Return all that the library of unlocked things shows, newest first."""
    rights = entitlements.live_grants(viewer().id)
    pieces = _pieces([right for right in rights if right.scope == "content"])
    open_now = {each.piece.id for each in pieces}
    over = [each for each in _pieces(entitlements.ended(viewer().id, LATELY * 3)) if each.piece.id not in open_now]
    joined = [right for right in rights if right.scope == "creator"]
    makers = people.by_ids({right.scope_id for right in joined})
    members = [(makers[right.scope_id], right) for right in joined if right.scope_id in makers]
    pro = next((right for right in rights if right.scope == "site"), None)
    alive = {(right.source, right.source_ref) for right in rights}
    keys = [each for each in market.licences.of_person(viewer()) if (each.source, each.source_ref) in alive]
    return {
        "keys": [each for each in keys if each.content_id in open_now],
        "paid_until": _paid_until(rights),
        "named": {each.piece.id: each.piece for each in pieces},
        "unlocked": pieces,
        "ran_out": over[:LATELY],
        "members": members,
        "pro": pro,
        "quick": QUICK,
    }


def _paid_until(rights: Iterable[Grant]) -> dict[str, datetime]:
    """Return when the paid period of each membership ends; its right lasts some days longer, in which it can be renewed."""
    refs = [right.source_ref for right in rights if right.source in ("membership", "pro")]
    rows = memberships.by_public_ids(refs) if refs else {}
    return {ref: row.ends_at for ref, row in rows.items() if row.is_paid_for}


def _pieces(rights: Iterable[Grant]) -> list[Unlocked]:
    """Return each piece once, with the right that lasts longest, as far as its page can be opened still."""
    best: dict[int, Grant] = {}
    for right in rights:
        if right.scope == "content" and (right.scope_id not in best or _lasts(right) > _lasts(best[right.scope_id])):
            best[right.scope_id] = right
    found = [piece for piece in content.in_order(best) if content.may_watch(piece, viewer())]
    return [Unlocked(piece, best[piece.id]) for piece in found]


def _lasts(right: Grant) -> tuple[bool, float]:
    return right.until is None, right.until.timestamp() if right.until else 0.0
