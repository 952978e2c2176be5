"""What stands where a piece is opened: its player or its words, or the door before them; asked by pages and after paying."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from wm.blueprints import courses, guessing, playback, reading
from wm.blueprints.door import door_of
from wm.domains import content, ledger
from wm.domains.content import Content
from wm.kernel import money
from wm.kernel.db import rollback
from wm.kernel.errors import DomainError, Invalid
from wm.web.hypermedia import page
from wm.web.viewer import viewer


def screen(piece: Content, at: float | None = None, refusal: DomainError | None = None) -> dict[str, Any]:
    """Return what watch/_screen.html needs of a film: its player, or the door before it, with its trailer."""
    door = door_of(piece, viewer(), refusal) if piece.is_playable else None
    player = playback.of(piece, at, who=viewer()) if piece.is_playable and door is None else None
    trailer = playback.of(door.trailer, who=viewer()) if door is not None and door.trailer is not None else None
    return {"film": piece, "player": player, "door": door, "trailer": trailer}


def behind(piece: Content, refusal: DomainError | None = None) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the fragments of the piece's own page that its lock changes, and what they need; the first is the target."""
    if piece.is_film:
        return ("watch/_screen.html",), screen(piece, refusal=refusal) | {"starts": refusal is None}
    if piece.kind == "course":
        parts = ("courses/_door.html", "courses/_outline.html", "courses/_next.html")
        return parts, courses.shown(piece) | {"door": door_of(piece, viewer(), refusal)}
    return ("posts/_post.html",), {"piece": piece} | reading.of(piece, viewer(), refusal)


def refused(public_id: str, refusal: DomainError) -> Response:
    """Undo what was begun, and show the door once more as it is now, with what stood in the way."""
    rollback()
    if isinstance(refusal, ledger.InsufficientFunds):
        refusal.details["asked"] = request.form.get("amount", "")
    piece = content.watchable(public_id, viewer())
    fragments, known = behind(piece, refusal)
    return page("market/buy.html", fragments[0], refusal.status, **known | {"piece": piece, "refusal": refusal})


def wish() -> tuple[str, dict[str, Any]]:
    """Return the offer that was chosen and, as words for `market.buy`, the key of the form, a code, and the price where the
    buyer names it. Raises Invalid (422)."""
    key = request.form.get("key", "")
    if not 8 <= len(key) <= 40 or not key.isalnum():
        raise Invalid(_("Reload the page and try again."))
    named = request.form.get("amount")
    amount = None if named is None else money.read(named)
    code = guessing.allowed(request.form.get("code", "")[:40])
    return request.form.get("offer", ""), {"key": key, "amount": amount, "code": code}
