"""The store as a thing to look after: what waits to be deleted, how much lies where, the CDN before it, and moving house."""

from wm.domains.storage import cdn, deleting, moving, probing
from wm.domains.storage.cdn import PROBE, link
from wm.domains.storage.deleting import AlreadyGone, ask, hasten, take_back
from wm.domains.storage.models import KINDS, Deletion, Move, RuleRun, StoredPlace, Stray, Sweep
from wm.domains.storage.moving import AlreadyMoving

__all__ = [
    "KINDS",
    "PROBE",
    "AlreadyGone",
    "AlreadyMoving",
    "Deletion",
    "Move",
    "RuleRun",
    "StoredPlace",
    "Stray",
    "Sweep",
    "ask",
    "cdn",
    "deleting",
    "hasten",
    "link",
    "moving",
    "probing",
    "take_back",
]
