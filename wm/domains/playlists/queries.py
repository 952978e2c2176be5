"""Reads of playlists; what a viewer may not see is left out of every one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from wm.domains import content, graph
from wm.domains.content import Content
from wm.domains.playlists.errors import PlaylistNotFound
from wm.domains.playlists.models import Playlist, PlaylistItem
from wm.kernel.db import db
from wm.kernel.paging import Page, cut, decode

PAGE = 50
BESIDE = 12


@dataclass(frozen=True)
class Cover:
    """A playlist as it stands in a list: how many films of it the viewer may see, and the first of them."""

    playlist: Playlist
    size: int
    first: Content | None


@dataclass(frozen=True)
class Queue:
    """A playlist beside the film that plays: the films from that one on, and which one of how many it is."""

    playlist: Playlist
    films: Sequence[Content]
    place: int
    size: int

    @property
    def following(self) -> Content | None:
        """What plays next, None at the end."""
        return self.films[1] if len(self.films) > 1 else None


def visible(public_id: str, viewer) -> Playlist:
    """Return the playlist when `viewer` may open it. Raises PlaylistNotFound (404)."""
    found = find_visible(public_id, viewer)
    if found is None:
        raise PlaylistNotFound()
    return found


def find_visible(public_id: str, viewer) -> Playlist | None:
    """Return the playlist when `viewer` may open it, None when not."""
    found = _find(public_id)
    if found is None or found.removed_at is not None:
        return None
    if found.belongs_to(viewer):
        return found
    is_closed = found.visibility == "private" or graph.are_apart(viewer, found.person_id)
    return None if is_closed else found


def own(public_id: str, person, removed: bool = False) -> Playlist:
    """Return `person`'s own playlist, a removed one only when asked for. Raises PlaylistNotFound (404)."""
    found = _find(public_id)
    if found is None or not found.belongs_to(person) or (found.removed_at is not None and not removed):
        raise PlaylistNotFound()
    return found


def _find(public_id: str) -> Playlist | None:
    chosen = select(Playlist).options(joinedload(Playlist.person)).where(Playlist.public_id == public_id)
    return db.session.scalars(chosen).first()


def films(playlist: Playlist, viewer, cursor: str | None = None, size: int = PAGE) -> Page:
    """Return a page of the films of a playlist that `viewer` may see, in its order."""
    rows = _seen(playlist, viewer)
    if place := decode(cursor, int, int):
        position, last = place
        later = (PlaylistItem.position > position) | ((PlaylistItem.position == position) & (PlaylistItem.id > last))
        rows = rows.where(later)
    found = cut(db.session.execute(rows.limit(size + 1)).all(), size, lambda row: (row.position, row.id))
    return Page(content.in_order(row.content_id for row in found.items), found.next)


def queue(playlist: Playlist, viewer, shown: Content, beside: int = BESIDE) -> Queue | None:
    """Return what plays on from `shown`, None when it does not stand in the playlist for this viewer."""
    ids = [row.content_id for row in db.session.execute(_seen(playlist, viewer))]
    if shown.id not in ids:
        return None
    here = ids.index(shown.id)
    return Queue(playlist, content.in_order(ids[here : here + beside]), here + 1, len(ids))


def _seen(playlist: Playlist, viewer) -> Select:
    rows = select(PlaylistItem.id, PlaylistItem.position, PlaylistItem.content_id)
    rows = rows.where(PlaylistItem.playlist_id == playlist.id, PlaylistItem.content_id.in_(_shown_by(playlist, viewer)))
    return rows.order_by(PlaylistItem.position, PlaylistItem.id)


def _shown_by(playlist: Playlist, viewer) -> Select:
    """Select what may be shown: to its maker whatever they may open, to others only what stands in lists anyway."""
    return content.openable(viewer) if playlist.belongs_to(viewer) else content.listed(viewer)


def by_person(person, viewer) -> list[Cover]:
    """Return `person`'s playlists, latest first: the public ones, all of them for `person`; none of who is apart."""
    mine = viewer.id is not None and viewer.id == person.id
    if not mine and graph.are_apart(viewer, person.id):
        return []
    chosen = select(Playlist).where(Playlist.person_id == person.id, Playlist.removed_at.is_(None))
    chosen = chosen if mine else chosen.where(Playlist.visibility == "public")
    found = db.session.scalars(chosen.order_by(Playlist.is_watch_later.desc(), Playlist.id.desc())).all()
    allowed = content.openable(viewer) if mine else content.listed(viewer)
    return _covered(found, allowed)


def _covered(found: Sequence[Playlist], allowed: Select) -> list[Cover]:
    inside = PlaylistItem.playlist_id.in_([each.id for each in found]), PlaylistItem.content_id.in_(allowed)
    place = func.row_number().over(
        partition_by=PlaylistItem.playlist_id, order_by=(PlaylistItem.position, PlaylistItem.id)
    )
    size = func.count().over(partition_by=PlaylistItem.playlist_id)
    ranked = select(PlaylistItem.playlist_id, PlaylistItem.content_id, place.label("place"), size.label("size")).where(
        *inside
    )
    ranked = ranked.subquery()
    firsts = {row.playlist_id: row for row in db.session.execute(select(ranked).where(ranked.c.place == 1))}
    pieces = {piece.id: piece for piece in content.in_order(row.content_id for row in firsts.values())}
    return [_cover(each, firsts.get(each.id), pieces) for each in found]


def _cover(playlist: Playlist, row, pieces: dict[int, Content]) -> Cover:
    return Cover(playlist, row.size, pieces.get(row.content_id)) if row else Cover(playlist, 0, None)


def holding(person, piece: Content) -> set[int]:
    """Return the row ids of `person`'s playlists that hold `piece`."""
    mine = Playlist.id == PlaylistItem.playlist_id, Playlist.person_id == person.id
    return set(db.session.scalars(select(PlaylistItem.playlist_id).where(*mine, PlaylistItem.content_id == piece.id)))


def is_for_later(person, piece: Content) -> bool:
    """Does `person` keep `piece` to watch later?"""
    kept = select(PlaylistItem.id).join(Playlist, Playlist.id == PlaylistItem.playlist_id)
    mine = Playlist.person_id == person.id, Playlist.is_watch_later.is_(True), PlaylistItem.content_id == piece.id
    return db.session.scalar(kept.where(*mine)) is not None
