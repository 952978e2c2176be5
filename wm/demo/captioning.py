"""What the demo says beside its films: captions in two languages, and chapters that a maker typed."""

import tomllib
from functools import lru_cache
from pathlib import Path

from wm.domains import content, tracks

TYPED = {"kolam": "0:00 The dots\n0:05 The line sets out\n0:11 Back where it began"}


def caption(slug: str, piece: content.Content) -> None:
    """Caption a film of that short name, and type its chapters; the first language is shown first."""
    for place, (language, words) in enumerate(_read().get(slug, {}).items()):
        kind, source = "subtitles" if place else "captions", f"{slug}.{language}.srt"
        tracks.captions.add(piece, language, kind, sent=words.encode(), source=source)
    if slug in TYPED:
        tracks.chapters.write(piece, TYPED[slug])


@lru_cache
def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("captions.toml").read_text("utf-8"))
