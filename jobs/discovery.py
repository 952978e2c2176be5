"""Keeping the words that are searched."""

from jobs import job, long_job
from wm.domains import discovery
from wm.kernel.db import transaction


@job("default")
def content_published(content_id: int) -> None:
    """Let a piece be found."""
    discovery.index_piece(content_id)


@job("default")
def content_edited(content_id: int) -> None:
    """Let a piece be found by what it says now."""
    discovery.index_piece(content_id)


@job("default")
def content_removed(content_id: int) -> None:
    """Let a piece be found no more."""
    discovery.index_piece(content_id)


@long_job("maintenance", timeout=3600)
def profile_edited(person_id: int) -> None:
    """Let a person, and what they made, be found by the name they have now."""
    place = 0
    while place is not None:
        with transaction():
            place = discovery.index_person(person_id, place)


@job("default")
def people_joined() -> None:
    """Let those who joined a short while ago be found by name."""
    discovery.index_newcomers()


@long_job("maintenance", timeout=3600)
def rebuild() -> None:
    """Look at every piece and every person once more, a few hundred at a time."""
    place = 0, 0
    while place is not None:
        with transaction():
            place = discovery.rebuild(*place)
