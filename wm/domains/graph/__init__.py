"""The graph: who follows, blocks and mutes whom."""

from wm.domains.graph.actions import (
    CHANGES_PER_DAY,
    CHANGES_PER_MINUTE,
    block,
    count_change,
    follow,
    mute,
    unblock,
    unfollow,
    unmute,
)
from wm.domains.graph.counting import recount, recount_after
from wm.domains.graph.errors import NotThere, ThatIsYou
from wm.domains.graph.events import (
    PersonBlocked,
    PersonFollowed,
    PersonMuted,
    PersonUnblocked,
    PersonUnfollowed,
    PersonUnmuted,
)
from wm.domains.graph.faces import Face, faces_key, latest_faces
from wm.domains.graph.lists import (
    blocked,
    followed_among,
    followers,
    following,
    friends_of_friends,
    muted,
    not_suggested,
)
from wm.domains.graph.models import Block, Follow, Mute
from wm.domains.graph.queries import (
    are_apart,
    followed_ids,
    follows,
    has_blocked,
    has_muted,
    hidden_ids,
    muted_ids,
    mutes,
    seen,
)

__all__ = [
    "CHANGES_PER_DAY",
    "CHANGES_PER_MINUTE",
    "Block",
    "Face",
    "Follow",
    "Mute",
    "NotThere",
    "PersonBlocked",
    "PersonFollowed",
    "PersonMuted",
    "PersonUnblocked",
    "PersonUnfollowed",
    "PersonUnmuted",
    "ThatIsYou",
    "are_apart",
    "block",
    "blocked",
    "count_change",
    "faces_key",
    "follow",
    "followed_among",
    "followed_ids",
    "followers",
    "following",
    "follows",
    "friends_of_friends",
    "has_blocked",
    "has_muted",
    "hidden_ids",
    "latest_faces",
    "mute",
    "muted",
    "muted_ids",
    "mutes",
    "not_suggested",
    "recount",
    "recount_after",
    "seen",
    "unblock",
    "unfollow",
    "unmute",
]
