"""The inventory: which files belong to a film as its rows stand now."""

from wm.domains.media import pictures, preview, queries, shelf
from wm.domains.media.models import Film


def of(film: Film) -> set[str]:
    """Return the names of all files that the encode of a complete film publishes."""
    tracks = {each.name for each in (*queries.renditions(film.id), *queries.sounds(film.id))}
    streams = {f"{name}{ending}" for name in tracks for ending in (".mp4", ".m3u8")}
    packed = {preview.NAME} if film.has_preview else set()
    return streams | packed | {shelf.MASTER, shelf.PROGRESSIVE, *shelf.STORYBOARD, *pictures.names()}
