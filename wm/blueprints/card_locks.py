"""What a viewer has unlocked of what is shown on cards: written into them for each request, for cards are drawn for everybody."""

from flask import g
from markupsafe import Markup

from wm.domains import content, entitlements

LOCKED, OPEN = 'data-lock=""', 'data-lock="open"'


def own_locks(cards: list[tuple[int, Markup]], viewer) -> list[Markup]:
    """Return cards (pairs of the piece's row id and markup) as `viewer` sees their locks; asks only where there is one."""
    closed = [content_id for content_id, html in cards if LOCKED in html] if viewer.id else []
    opened = content.open_ids(closed, viewer) if closed else frozenset()
    return [Markup(str(html).replace(LOCKED, OPEN)) if each in opened else html for each, html in cards]


def has_unlocked(viewer, lock: entitlements.Lock) -> bool:
    """Whether `viewer` has a right that opens this lock; for cards that are drawn for one viewer. Asked once a request."""
    if viewer.id is None:
        return False
    if "rights" not in g or g.rights[0] != viewer.id:
        g.rights = viewer.id, entitlements.live_grants(viewer.id)
    return any(entitlements.opens(right, lock) for right in g.rights[1])
