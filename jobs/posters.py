"""Posters: a frame that somebody chose, drawn in all its sizes."""

from jobs import long_job
from wm.domains import media


@long_job("default", timeout=120)
def draw(film_id: int, number: int) -> None:
    """Make the frame that was wished for the poster of its film."""
    media.frames.draw(film_id, number)
