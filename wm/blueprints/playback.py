"""What a player needs to know of a film: signed addresses, where to start, how to ask for fresh ones."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from flask import Response, request, url_for

from wm.domains import media, storage, tracks
from wm.domains.content import Content
from wm.domains.tracks import Chapter
from wm.kernel import clock
from wm.web import limits

MASTER, PROGRESSIVE, POSTER, STORYBOARD = "master.m3u8", "film.mp4", "poster.webp", "storyboard.vtt"
AROUND = "60 per minute"  # how often somebody's players may say that the CDN fails them
EXPIRES = re.compile(r"/media/(\d+)/")
START = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?")


class Track(NamedTuple):
    """Captions, subtitles or descriptions in one language, as a browser's <track> wants them."""

    kind: str
    src: str
    lang: str
    label: str


@dataclass(frozen=True)
class Playback:
    """One film, ready to be played on a page; `start` and `duration` in seconds."""

    public_id: str
    title: str
    creator: str
    page_url: str
    source_url: str
    beat_url: str
    master: str
    mp4: str
    storyboard: str
    poster: str
    seconds: int
    carried: bool
    duration: float
    start: float | None
    growing: bool
    version: int
    shape: str
    colour: str
    tracks: tuple[Track, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    chapters_url: str = ""


def of(shown: Content, start: float | None = None, door: str = "watch", who=None) -> Playback:
    """Return how `who` plays a piece whose film is playable; `door` is the blueprint that the player talks to."""
    film = shown.film
    place = {"public_id": shown.public_id}
    return Playback(
        public_id=shown.public_id,
        title=shown.title,
        creator=shown.person.name,
        page_url=url_for("watch.show", **place),
        source_url=url_for(f"{door}.source", **place),
        beat_url=url_for(f"{door}.beat", **place),
        **_addresses(*_links(film, who)),
        storyboard=film.url(STORYBOARD, who) if film.has_storyboard else "",
        poster=film.url(POSTER) if film.has_poster else "",
        duration=film.duration_ms / 1000,
        start=start,
        growing=film.is_busy,
        version=film.version,
        shape=f"{film.width or 16} / {film.height or 9}",
        colour=film.colour or "oklch(0.205 0.009 75)",
        tracks=tuple(_track(film, each, who) for each in tracks.captions.shown(shown)),
        chapters=tuple(tracks.chapters.of(shown)),
        chapters_url=url_for(f"{door}.chapters", **place),
    )


def _track(film: media.Film, row: tracks.Caption, who) -> Track:
    return Track(row.kind, film.url(row.file, who), row.language, row.name)


def _addresses(master: str, mp4: str) -> dict:
    """Return both addresses, for how many seconds they hold, and whether they lead to the CDN."""
    seconds = int(EXPIRES.search(master)[1]) - int(clock.now().timestamp())
    return {"master": master, "mp4": mp4, "seconds": max(0, seconds), "carried": storage.cdn.is_carried(master)}


def chapters_of(shown: Content) -> Response:
    """Return the chapters of a film as a WebVTT track."""
    return Response(tracks.chapters.vtt(shown), content_type="text/vtt; charset=utf-8")


def fresh(shown: Content, who=None) -> dict:
    """Return fresh addresses for `who`, for how many seconds they hold, and whether what is published has changed, and will.

    A player says in the query which film it plays (`of`, its key): one that has given way to another is played to its end. One that
    the CDN fails says so (`around`): its links, and nobody else's, then lead to our own origin."""
    film = shown.film
    links, news = _links(film, who), {"version": film.version, "growing": film.is_busy}
    if former := media.former_url(film, request.args.get("of", ""), MASTER, who):
        links, news = _beside(former, links), {"version": None, "growing": False}
    said = _addresses(*links)
    if said["carried"] and "around" in request.args and limits.afford("around", limits.who(), 1, AROUND):
        said = _addresses(*map(storage.cdn.around, links))
    return said | news


def _links(film: media.Film, who) -> tuple[str, str]:
    return film.url(MASTER, who), film.url(PROGRESSIVE, who) if film.has_progressive else ""


def _beside(master: str, links: tuple[str, str]) -> tuple[str, str]:
    """Return `master` with what else there is of the film, in the folder where it lies."""
    return master, master.replace(MASTER, PROGRESSIVE) if links[1] else ""


def edition(film: media.Film) -> str:
    """Return which film is published, and how often that has changed: what a player compares with what it plays."""
    return f"{film.key}.{film.version}"


def asked_start(text: str | None) -> float | None:
    """Return the second that an address asks for (?t=65, ?t=65s, ?t=1m5s, ?t=1h2m3s), None when it names none."""
    found = START.fullmatch(text or "")
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return float(hours * 3600 + minutes * 60 + seconds)
