"""What follows for those who bought: they are told of new versions, and gifts reach whom they are for."""

from jobs import job
from wm.domains import content, market, notifications, people
from wm.kernel.errors import NotFound


@job("default")
def version_added(content_id: int, version_id: int) -> None:
    """Tell everybody who has a resource that there is a newer version of it."""
    try:
        piece = content.with_row_id(content_id)
    except NotFound:
        return
    for person in people.by_ids(market.downloads.owners(content_id)).values():
        notifications.tell(person, notifications.Tiding("new_version", piece.person_id, "content", piece.id, piece.id))
