"""Entitlements: what closes a piece, who may open it all the same, and why."""

from wm.domains.entitlements.actions import grant, restore, revoke, set_lock, suspend
from wm.domains.entitlements.deciding import FREE, Decision, decide, opens
from wm.domains.entitlements.models import SCOPES, SOURCES, Grant, Lock
from wm.domains.entitlements.queries import ended, holders, live_grants, locked_ids, locks, of_source

__all__ = [
    "Decision",
    "FREE",
    "Grant",
    "Lock",
    "SCOPES",
    "SOURCES",
    "decide",
    "ended",
    "grant",
    "holders",
    "live_grants",
    "locked_ids",
    "locks",
    "of_source",
    "opens",
    "restore",
    "revoke",
    "set_lock",
    "suspend",
]
