"""What stands where a piece is opened: its player or its words, or the door before them; asked by pages and after paying."""

from typing import Any

from wm.blueprints import playback, reading
from wm.blueprints.door import door_of
from wm.domains.content import Content
from wm.kernel.errors import DomainError
from wm.web.viewer import viewer


def screen(piece: Content, at: float | None = None, refusal: DomainError | None = None) -> dict[str, Any]:
    """Return what watch/_screen.html needs of a film: its player, or the door before it."""
    door = door_of(piece, viewer(), refusal) if piece.is_playable else None
    player = playback.of(piece, at) if piece.is_playable and door is None else None
    return {"film": piece, "player": player, "door": door}


def behind(piece: Content, refusal: DomainError | None = None) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the fragments of the piece's own page that its lock changes, and what they need; the first is the target."""
    if piece.is_film:
        return ("watch/_screen.html",), screen(piece, refusal=refusal) | {"starts": refusal is None}
    if piece.kind == "course":
        return ("courses/_door.html",), {"piece": piece, "door": door_of(piece, viewer(), refusal)}
    return ("posts/_post.html",), {"piece": piece} | reading.of(piece, viewer(), refusal)
