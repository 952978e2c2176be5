"""Facts of the comments domain."""

from dataclasses import dataclass

from wm.kernel.facts import Fact


@dataclass(frozen=True)
class CommentPosted(Fact):
    """Everybody can see a comment from now on; `person_id` wrote it, `parent_id` is the comment it answers, if any."""

    comment_id: int
    content_id: int
    person_id: int
    parent_id: int | None


@dataclass(frozen=True)
class CommentLiked(Fact):
    """`person_id` likes a comment."""

    comment_id: int
    content_id: int
    person_id: int


@dataclass(frozen=True)
class CommentHearted(Fact):
    """The creator of the piece, `person_id`, gave a comment a heart."""

    comment_id: int
    content_id: int
    person_id: int


@dataclass(frozen=True)
class CommentRemoved(Fact):
    """A comment was taken away, by its writer, by the creator or by staff."""

    comment_id: int
    content_id: int
