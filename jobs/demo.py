"""The demo community: pictures and films that are drawn after seeding."""

from jobs import long_job
from wm import demo


@long_job("default", timeout=120)
def dress(person_id: int) -> None:
    """Draw a person's avatar and cover."""
    demo.dress(person_id)


@long_job("low", timeout=600)
def make(slug: str, content_id: int) -> None:
    """Make the source of a film and upload it; the rest is the way of every upload."""
    demo.deliver(slug, content_id)
