"""What happens to playlists: made, filled, put in another order, taken away."""

from sqlalchemy import delete, func, insert, select

from wm.domains.content import Content
from wm.domains.playlists.errors import NotAFilm, PlaylistFull, TitleNeeded, TooManyPlaylists, WatchLaterStays
from wm.domains.playlists.models import DESCRIPTION_LENGTH, TITLE_LENGTH, VISIBILITIES, Playlist, PlaylistItem
from wm.kernel import clock
from wm.kernel.db import db, ignoring_duplicates
from wm.kernel.errors import Invalid

PLAYLISTS = 200
FILMS = 500
LATER = "Watch later"


def make(person, title: str, visibility: str = "private", description: str = "") -> Playlist:
    """Start a playlist. Raises TitleNeeded (422), TooManyPlaylists (409)."""
    mine = Playlist.person_id == person.id, Playlist.removed_at.is_(None)
    if db.session.scalar(select(func.count(Playlist.id)).where(*mine)) >= PLAYLISTS:
        raise TooManyPlaylists()
    playlist = edit(Playlist(person_id=person.id, person=person), title, visibility, description)
    db.session.add(playlist)
    db.session.flush()
    return playlist


def edit(playlist: Playlist, title: str, visibility: str, description: str = "") -> Playlist:
    """Change words and visibility. Raises TitleNeeded (422), WatchLaterStays (409)."""
    if playlist.is_watch_later:
        raise WatchLaterStays()
    if visibility not in VISIBILITIES:
        raise Invalid()
    words = " ".join(title.split())[:TITLE_LENGTH].strip()
    if not words:
        raise TitleNeeded(fields={"title": [TitleNeeded.message]})
    playlist.title, playlist.visibility = words, visibility
    playlist.description = description.strip()[:DESCRIPTION_LENGTH]
    return playlist


def watch_later(person) -> Playlist:
    """Return the playlist that everybody has, made on first use."""
    mine = select(Playlist).where(Playlist.person_id == person.id, Playlist.is_watch_later.is_(True))
    found = db.session.scalars(mine).first()
    if found is None:
        values = {"person_id": person.id, "title": LATER, "visibility": "private", "is_watch_later": True}
        db.session.execute(ignoring_duplicates(insert(Playlist)).values(**values))
        found = db.session.scalars(mine.with_for_update()).one()
    return found


def add(playlist: Playlist, piece: Content, position: int | None = None) -> None:
    """Put a film at the end (or back to its `position`), once. Raises NotAFilm, PlaylistFull (409)."""
    if not piece.is_film:
        raise NotAFilm()
    _lock(playlist)
    inside = PlaylistItem.playlist_id == playlist.id
    number, last = db.session.execute(select(func.count(), func.max(PlaylistItem.position)).where(inside)).one()
    if number >= FILMS:
        raise PlaylistFull()
    place = (last or 0) + 1 if position is None else max(0, min(position, last or 0))
    values = {"playlist_id": playlist.id, "content_id": piece.id, "position": place}
    db.session.execute(ignoring_duplicates(insert(PlaylistItem)).values(**values))


def take_out(playlist: Playlist, piece: Content) -> int | None:
    """Take a film out; returns the position at which `add` puts it back, None when it was not there."""
    mine = PlaylistItem.playlist_id == playlist.id, PlaylistItem.content_id == piece.id
    position = db.session.scalar(select(PlaylistItem.position).where(*mine))
    db.session.execute(delete(PlaylistItem).where(*mine))
    return position


def move_up(playlist: Playlist, piece: Content) -> None:
    """Let a film change places with the one before it."""
    _move(playlist, piece, -1)


def move_down(playlist: Playlist, piece: Content) -> None:
    """Let a film change places with the one after it."""
    _move(playlist, piece, 1)


def _move(playlist: Playlist, piece: Content, step: int) -> None:
    _lock(playlist)
    inside = select(PlaylistItem).where(PlaylistItem.playlist_id == playlist.id)
    rows = list(db.session.scalars(inside.order_by(PlaylistItem.position, PlaylistItem.id)))
    here = next((place for place, row in enumerate(rows) if row.content_id == piece.id), None)
    if here is None or not 0 <= here + step < len(rows):
        return
    rows[here], rows[here + step] = rows[here + step], rows[here]
    for position, row in enumerate(rows, start=1):
        row.position = position


def _lock(playlist: Playlist) -> None:
    """Let one at a time change the order."""
    db.session.execute(select(Playlist.id).where(Playlist.id == playlist.id).with_for_update())


def remove(playlist: Playlist) -> None:
    """Take a playlist away; it can come back. Raises WatchLaterStays (409)."""
    if playlist.is_watch_later:
        raise WatchLaterStays()
    playlist.removed_at = clock.now()


def restore(playlist: Playlist) -> None:
    """Bring a removed playlist back."""
    playlist.removed_at = None
