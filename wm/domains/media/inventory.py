"""The inventory: which files belong to a film as its rows stand now."""

from wm.domains.media import pictures, preview, queries, shelf
from wm.domains.media.models import Film
from wm.domains.media.phases import Shown
from wm.domains.media.plan import Plan


def shown(film: Film, plan: Plan) -> Shown:
    """Return what has been published of a film that counts for `plan`: a copy that is not to stay stands for no rung."""
    renditions = queries.renditions(film.id)
    done = {each.step for each in renditions if plan.keeps_copy or not each.is_copy}
    has_copy, is_packed = any(each.is_copy for each in renditions), film.has_progressive and film.has_storyboard
    return Shown(done, bool(queries.sounds(film.id)), not film.needs_faces, is_packed, has_copy)


def of(film: Film) -> set[str]:
    """Return the names of all files that the encode of a complete film publishes."""
    tracks = {each.name for each in (*queries.renditions(film.id), *queries.sounds(film.id))}
    streams = {f"{name}{ending}" for name in tracks for ending in (".mp4", ".m3u8")}
    packed = {preview.NAME} if film.has_preview else set()
    return streams | packed | {shelf.MASTER, shelf.PROGRESSIVE, *shelf.STORYBOARD, *pictures.names()}


def needs(film_key: str, name: str) -> bool:
    """Whether a film of this key has this file, or may be about to: what is at work says at its end what is left over."""
    film = queries.with_key(film_key)
    return film is not None and (film.is_busy or name in of(film))
