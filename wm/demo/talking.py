"""What the demo's people say to each other under their films."""

import tomllib
from datetime import timedelta
from pathlib import Path

from wm.demo.films import FILMS
from wm.domains import comments, content, people
from wm.kernel import clock
from wm.kernel.db import db

TALKS = Path(__file__).with_name("talks.toml")
HOURS = {film.slug: film.hours_ago for film in FILMS}


def talk(cast: dict[str, people.Person], pieces: dict[str, content.Content]) -> int:
    """Let those who are there talk under the films that are there; returns how many comments there are."""
    said = tomllib.loads(TALKS.read_text())
    return sum(
        _thread(cast, pieces[slug], HOURS[slug], each)
        for slug in sorted(said.keys() & pieces.keys())
        for each in said[slug]
    )


def _thread(cast, piece: content.Content, hours: float, said: dict, parent: comments.Comment | None = None) -> int:
    """Say one comment and what is answered to it; each answer comes in the later half of the time that is left."""
    if said["by"] not in cast:
        return 0
    comment = comments.post(piece, cast[said["by"]], said["says"], parent)
    comment.created_at = comment.shown_at = clock.now() - timedelta(hours=hours * 0.8)
    db.session.flush()
    for handle in sorted(cast.keys() & set(said.get("liked_by", ()))):
        comments.like(comment, cast[handle])
    for deed in said.get("maker", ()):
        {"heart": comments.heart, "pin": comments.pin}[deed](comment, piece.person)
    return 1 + sum(_thread(cast, piece, hours * 0.6, each, comment) for each in said.get("answers", ()))
