"""What playlists refuse, and what to do about it."""

from wm.kernel.errors import Invalid, NotFound, NotNow


class PlaylistNotFound(NotFound):
    code = "playlist_not_found"
    message = "This playlist is not here, or it is not for you to see."


class TitleNeeded(Invalid):
    code = "title_needed"
    message = "Give the playlist a title."


class NotAFilm(NotNow):
    code = "not_a_film"
    message = "Playlists hold films. Save this in a collection instead."


class PlaylistFull(NotNow):
    code = "playlist_full"
    message = "This playlist is full. Take something out of it, or start another one."


class TooManyPlaylists(NotNow):
    code = "too_many_playlists"
    message = "You have as many playlists as fit. Remove one first."


class WatchLaterStays(NotNow):
    code = "watch_later_stays"
    message = "Watch later is always here, and always private. Films can go in and out."
