"""Engagement: who watched what and how far, what counts as a view, who likes and saves what."""

from wm.domains.engagement.actions import clear_history, forget, forget_old_views, keep, restore
from wm.domains.engagement.audience import Audience, new_key
from wm.domains.engagement.beats import STATES, Beat
from wm.domains.engagement.counting import reconcile, recount, touch
from wm.domains.engagement.errors import CollectionNotFound, DefaultStays, NameNeeded, TooManyCollections
from wm.domains.engagement.events import PieceLiked, PieceSaved
from wm.domains.engagement.liking import like, unlike
from wm.domains.engagement.models import NAME_LENGTH, Collection, Like, Save, Tally, View, Watch
from wm.domains.engagement.pausing import history_paused_since, pause_history, resume_history
from wm.domains.engagement.queries import begun_ids, history, parts, resume_at, unfinished
from wm.domains.engagement.saving import (
    default_collection,
    make_collection,
    own_collection,
    remove_collection,
    rename_collection,
    return_collection,
    save,
    unsave,
)
from wm.domains.engagement.shelves import Shelf, liked, saved, shelves
from wm.domains.engagement.states import NOTHING, State, states
from wm.domains.engagement.stream import acknowledge, append, waiting

__all__ = [
    "NAME_LENGTH",
    "NOTHING",
    "STATES",
    "Audience",
    "Beat",
    "Collection",
    "CollectionNotFound",
    "DefaultStays",
    "Like",
    "NameNeeded",
    "PieceLiked",
    "PieceSaved",
    "Save",
    "Shelf",
    "State",
    "Tally",
    "TooManyCollections",
    "View",
    "Watch",
    "acknowledge",
    "append",
    "begun_ids",
    "clear_history",
    "default_collection",
    "forget",
    "forget_old_views",
    "history",
    "history_paused_since",
    "keep",
    "like",
    "liked",
    "make_collection",
    "new_key",
    "own_collection",
    "parts",
    "pause_history",
    "recount",
    "reconcile",
    "remove_collection",
    "rename_collection",
    "restore",
    "resume_at",
    "resume_history",
    "return_collection",
    "save",
    "saved",
    "shelves",
    "states",
    "touch",
    "unfinished",
    "unlike",
    "unsave",
    "waiting",
]
