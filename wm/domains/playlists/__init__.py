"""Playlists: films in an order that a person gave them, to be played through."""

from wm.domains.playlists.actions import (
    add,
    edit,
    make,
    move_down,
    move_up,
    remove,
    restore,
    take_out,
    watch_later,
)
from wm.domains.playlists.errors import NotAFilm, PlaylistFull, PlaylistNotFound, TitleNeeded, WatchLaterStays
from wm.domains.playlists.models import DESCRIPTION_LENGTH, TITLE_LENGTH, VISIBILITIES, Playlist, PlaylistItem
from wm.domains.playlists.queries import (
    Cover,
    Queue,
    by_person,
    films,
    find_visible,
    holding,
    is_for_later,
    own,
    queue,
    visible,
)

__all__ = [
    "DESCRIPTION_LENGTH",
    "TITLE_LENGTH",
    "VISIBILITIES",
    "Cover",
    "NotAFilm",
    "Playlist",
    "PlaylistFull",
    "PlaylistItem",
    "PlaylistNotFound",
    "Queue",
    "TitleNeeded",
    "WatchLaterStays",
    "add",
    "by_person",
    "edit",
    "films",
    "find_visible",
    "holding",
    "is_for_later",
    "make",
    "move_down",
    "move_up",
    "own",
    "queue",
    "remove",
    "restore",
    "take_out",
    "visible",
    "watch_later",
]
