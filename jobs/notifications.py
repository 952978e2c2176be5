"""Telling people what others did, as facts say it; and forgetting what was read long ago."""

from collections.abc import Collection

from jobs import job
from wm.domains import comments, content, graph, notifications, people
from wm.kernel import job as rows
from wm.kernel.errors import NotFound

MENTIONED = 10


@job("high")
def person_followed(follower_id: int, followed_id: int) -> None:
    """Tell somebody that they are followed, if that still holds."""
    follower = people.find(follower_id)
    if follower is not None and graph.follows(follower, followed_id):
        _tell(followed_id, notifications.Tiding("followed", follower_id, "person", followed_id))


@job("high")
def people_apart(blocker_id: int, blocked_id: int) -> None:
    """Count the bells of two who see each other no more, or again."""
    notifications.changed([blocker_id, blocked_id])


@job("high")
def person_muted(muter_id: int, muted_id: int) -> None:
    """Count the bell of somebody who keeps another away, or no longer."""
    notifications.changed([muter_id])


@job("high")
def content_published(content_id: int) -> None:
    """Begin to tell the followers of its maker."""
    piece = _piece(content_id)
    if piece is not None:
        _go_on(content_id, 0)
        said = notifications.Tiding("mentioned", piece.person_id, "content", piece.id, piece.id)
        _tell_mentioned(said, piece.title, piece.description, piece.body)


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


@job("high")
def comment_posted(comment_id: int, content_id: int, person_id: int, parent_id: int | None) -> None:
    """Tell whom a comment answers, the maker of the piece, and whom it mentions; each once."""
    said, piece = _comment(comment_id), _piece(content_id)
    if said is None or piece is None or not said.is_visible:
        return
    above, told = _comment(parent_id) if parent_id else None, set()
    if above is not None:
        _tell(above.person_id, _about(said, "replied", person_id, "comment", above.id))
        told.add(above.person_id)
    if piece.person_id not in told:
        _tell(piece.person_id, _about(said, "commented", person_id, "content", content_id))
        told.add(piece.person_id)
    _tell_mentioned(_about(said, "mentioned", person_id, "comment", said.id), said.body, but=told)


@job("high")
def comment_liked(comment_id: int, content_id: int, person_id: int) -> None:
    """Tell a writer that somebody likes their comment."""
    said = _comment(comment_id)
    if said is not None:
        _tell(said.person_id, _about(said, "comment_liked", person_id, "comment", said.id))


@job("high")
def comment_hearted(comment_id: int, content_id: int, person_id: int) -> None:
    """Tell a writer that the creator gave their comment a heart."""
    said = _comment(comment_id)
    if said is not None:
        _tell(said.person_id, _about(said, "hearted", person_id, "comment", said.id))


@job("default")
def comment_removed(comment_id: int, content_id: int) -> None:
    """Let nothing lead to a comment that is gone."""
    said = _comment(comment_id)
    if said is not None and not said.is_visible:
        notifications.let_go_of_comment(content_id, said.public_id)


@job("maintenance", timeout=120)
def forget_old() -> None:
    """Forget what was read three months ago."""
    notifications.forget_old()


def _piece(content_id: int) -> content.Content | None:
    return next(iter(content.in_order([content_id])), None)


def _comment(comment_id: int) -> comments.Comment | None:
    try:
        return comments.with_row_id(comment_id)
    except NotFound:
        return None


def _about(said: comments.Comment, event: str, by: int, kind: str, subject_id: int) -> notifications.Tiding:
    return notifications.Tiding(event, by, kind, subject_id, said.content_id, said.public_id)


def _tell_mentioned(tiding: notifications.Tiding, *texts: str, but: Collection[int] = ()) -> None:
    """Tell everybody whom the texts name, up to MENTIONED of them, but for those who know already."""
    for handle in content.mentions(*texts)[:MENTIONED]:
        person = people.by_name(handle)
        if person is not None and person.id not in but:
            _tell(person.id, tiding)


def _tell(person_id: int, tiding: notifications.Tiding) -> None:
    notifications.tell(people.find(person_id), tiding)
