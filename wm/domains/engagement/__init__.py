"""Engagement: who watched what, how far, and what counts as a view."""

from wm.domains.engagement.actions import clear_history, forget, forget_old_views, keep, restore
from wm.domains.engagement.audience import Audience, new_key
from wm.domains.engagement.beats import STATES, Beat
from wm.domains.engagement.models import View, Watch
from wm.domains.engagement.queries import history, parts, resume_at, unfinished
from wm.domains.engagement.stream import acknowledge, append, waiting

__all__ = [
    "STATES",
    "Audience",
    "Beat",
    "View",
    "Watch",
    "acknowledge",
    "append",
    "clear_history",
    "forget",
    "forget_old_views",
    "history",
    "keep",
    "new_key",
    "parts",
    "restore",
    "resume_at",
    "unfinished",
    "waiting",
]
