"""The 24 films of the demo: their words (films.toml) joined with their pictures (scenes) and sounds."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from wm.demo.scenes.kit import Canvas


@dataclass(frozen=True)
class Film:
    """One film as it is told to the site, and the canvas that it is drawn on."""

    slug: str
    title: str
    by: str
    category: str
    tags: tuple[str, ...]
    description: str
    canvas: Canvas
    hours_ago: int
    views: int


def _film(slug: str, words: dict) -> Film:
    width, height = map(int, words.pop("size").split("x"))
    canvas = Canvas(width, height, words.pop("rate"), words.pop("seconds"))
    return Film(slug=slug, canvas=canvas, tags=tuple(words.pop("tags")), **words)


def _read() -> tuple[Film, ...]:
    words = tomllib.loads(Path(__file__).with_name("films.toml").read_text("utf-8"))
    return tuple(_film(slug, entry) for slug, entry in words.items())


FILMS = _read()


def find(slug: str) -> Film:
    """The film of that name."""
    return next(film for film in FILMS if film.slug == slug)
