"""What other sites and search engines are told of a film: schema.org, oEmbed, the code to embed it."""

import re
from collections.abc import Sequence
from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import gettext as _

from wm.domains import content
from wm.domains.content import Content
from wm.domains.tracks import Chapter

WIDTH, HEIGHT = 960, 540
SMALLEST, LARGEST = 200, 10_000
LONG, LINES, STANDFIRST = 320, 5, 200
SENTENCE = re.compile(r"[.!?…।]\s|\n")


def absolute(path: str) -> str:
    """Return the address of a path of ours for people elsewhere."""
    return path if path.startswith("http") else f"{current_app.config['PUBLIC_URL'].rstrip('/')}{path}"


def page_of(shown: Content) -> str:
    """Return the address of a film's page."""
    return absolute(url_for("watch.show", public_id=shown.public_id))


def frame_of(shown: Content) -> str:
    """Return the address of the page that others put in a frame."""
    return absolute(url_for("embed.show", public_id=shown.public_id))


def poster_of(shown: Content) -> str:
    """Return the address of the large poster; "" before there is one."""
    return absolute(shown.film.url("poster.webp")) if shown.film and shown.film.has_poster else ""


def of(shown: Content, chapters: Sequence[Chapter], sharing: content.Sharing) -> dict[str, Any]:
    """Return what the film's own page says to others, and shows to be copied."""
    link = page_of(shown)
    lead, rest = folded(shown.description)
    known = {"link": link, "poster": poster_of(shown), "frame_url": frame_of(shown), "lead": lead, "rest": rest}
    known |= {"standfirst": standfirst(shown)}
    known |= {
        "embed_code": embed_code(shown) if sharing.is_framed else "",
        "schema": schema(shown, chapters, sharing.is_framed),
    }
    return known | {"oembed_url": absolute(url_for("embed.oembed", url=link, format="json"))}


def standfirst(shown: Content) -> str:
    """Return one line on the film: the beginning of its description, else who made it."""
    words = " ".join(shown.description.split())
    if not words:
        return _("A film by %(name)s.", name=shown.person.name)
    return words if len(words) <= STANDFIRST else f"{words[:STANDFIRST].rpartition(' ')[0] or words[:STANDFIRST]}…"


def folded(text: str) -> tuple[str, str]:
    """Return the beginning of a text and what folds away (nothing when it is short), parted at the end of a sentence."""
    if len(text) <= LONG and text.count("\n") < LINES:
        return text, ""
    start = "\n".join(text.split("\n")[:LINES])[:LONG]
    ends = [found.end() for found in SENTENCE.finditer(start)] or [start.rfind(" ")]
    cut = ends[-1] if ends[-1] > 0 else len(start)
    return text[:cut].rstrip(), text[cut:].strip()


def embed_code(shown: Content, width: int = WIDTH, height: int = HEIGHT) -> str:
    """Return the markup to copy: a frame of that size that shrinks with its page."""
    size = {"src": frame_of(shown), "width": width, "height": height}
    return render_template("embed/_code.html", title=shown.title, **size).strip()


def schema(shown: Content, chapters: Sequence[Chapter], is_framed: bool) -> dict[str, Any]:
    """Return the film as schema.org's VideoObject (https://schema.org/VideoObject), its chapters as clips."""
    known = {"hasPart": [_clip(shown, each) for each in chapters]} if chapters else {}
    known |= {"embedUrl": frame_of(shown)} if is_framed else {}
    return known | {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": shown.title,
        "description": shown.description or shown.title,
        "uploadDate": shown.published_at.isoformat(timespec="seconds") if shown.published_at else None,
        "duration": f"PT{shown.film.duration_ms // 1000 if shown.film else 0}S",
        "thumbnailUrl": [poster_of(shown)],
        "url": page_of(shown),
        "author": {
            "@type": "Person",
            "name": shown.person.name,
            "url": absolute(url_for("people.show", handle=shown.person.handle)),
        },
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": {"@type": "WatchAction"},
            "userInteractionCount": shown.views,
        },
    }


def _clip(shown: Content, chapter: Chapter) -> dict[str, Any]:
    """Return a chapter as schema.org's Clip; offsets in seconds."""
    offsets = {"startOffset": chapter.at, "endOffset": int(chapter.ends)}
    return {"@type": "Clip", "name": chapter.name, **offsets, "url": f"{page_of(shown)}?t={chapter.at}"}


def oembed(shown: Content, max_width: int | None, max_height: int | None) -> dict[str, Any]:
    """Return the film as oEmbed's video (https://oembed.com, section 2.3.4.2), no larger than asked."""
    width, height = _fitted(shown, max_width or WIDTH, max_height)
    card = {
        "version": "1.0",
        "type": "video",
        "provider_name": "Weekmotion",
        "provider_url": absolute("/"),
        "title": shown.title,
        "author_name": shown.person.name,
        "author_url": absolute(url_for("people.show", handle=shown.person.handle)),
        "width": width,
        "height": height,
        "html": embed_code(shown, width, height),
    }
    if poster := poster_of(shown):
        # The large poster is 1280 pixels wide, or as wide as the film.
        wide = min(1280, shown.film.width)
        tall = round(wide * shown.film.height / shown.film.width)
        card |= {"thumbnail_url": poster, "thumbnail_width": wide, "thumbnail_height": tall}
    return card


def _fitted(shown: Content, max_width: int, max_height: int | None) -> tuple[int, int]:
    ratio = (shown.film.height or 9) / (shown.film.width or 16)
    width = max(SMALLEST, min(WIDTH, max_width))
    if max_height:
        width = min(width, max(1, round(min(max_height, LARGEST) / ratio)))
    return width, round(width * ratio)
