"""What a viewer has unlocked of what is shown on cards: written into them for each request, for cards are drawn for everybody."""

from flask import g
from markupsafe import Markup

from wm.domains import content, entitlements

LOCKED, OPEN = 'data-lock=""', 'data-lock="open"'


def own_locks(cards: dict[int, Markup], viewer) -> dict[int, Markup]:
    """Return cards (by the piece's row id) as `viewer` sees their locks; asks only where there is one."""
    closed = [each for each, html in cards.items() if LOCKED in html] if viewer.id else []
    opened = content.open_ids(closed, viewer) if closed else frozenset()
    return cards | {each: Markup(str(cards[each]).replace(LOCKED, OPEN)) for each in opened}


def has_unlocked(viewer, lock: entitlements.Lock) -> bool:
    """Whether `viewer` has a right that opens this lock; for cards that are drawn for one viewer. Asked once a request."""
    if viewer.id is None:
        return False
    if "rights" not in g or g.rights[0] != viewer.id:
        g.rights = viewer.id, entitlements.live_grants(viewer.id)
    return any(entitlements.opens(right, lock) for right in g.rights[1])
