"""Telling people what others did, as facts say it; and forgetting what was read long ago."""

from jobs import job
from wm.domains import content, graph, notifications, people
from wm.kernel import job as rows


@job("high")
def person_followed(follower_id: int, followed_id: int) -> None:
    """Tell somebody that they are followed, if that still holds."""
    follower = people.find(follower_id)
    if follower is not None and graph.follows(follower, followed_id):
        _tell(followed_id, notifications.Tiding("followed", follower_id, "person", followed_id))


@job("high")
def content_published(content_id: int) -> None:
    """Begin to tell the followers of its maker."""
    _go_on(content_id, 0)


@job("default")
def tell_followers(content_id: int, after: int) -> None:
    """Tell one batch of followers, and promise the next one."""
    piece = _piece(content_id)
    following = notifications.tell_followers(piece, after) if piece is not None else None
    if following is not None:
        _go_on(content_id, following)


def _go_on(content_id: int, after: int) -> None:
    kind = "notifications.tell_followers"
    rows.enqueue(kind, subject=str(content_id), key=f"{kind}:{content_id}:{after}", content_id=content_id, after=after)


@job("high")
def piece_liked(content_id: int, person_id: int) -> None:
    """Tell a maker that somebody likes their piece."""
    piece = _piece(content_id)
    if piece is not None:
        _tell(piece.person_id, notifications.Tiding("liked", person_id, "content", content_id, content_id))


@job("maintenance", timeout=120)
def forget_old() -> None:
    """Forget what was read three months ago."""
    notifications.forget_old()


def _piece(content_id: int) -> content.Content | None:
    return next(iter(content.in_order([content_id])), None)


def _tell(person_id: int, tiding: notifications.Tiding) -> None:
    notifications.tell(people.find(person_id), tiding)
