"""The graph: who follows, blocks and mutes whom."""

from wm.domains.graph.models import Block, Follow, Mute
from wm.domains.graph.queries import are_apart, followed_ids, follows, hidden_ids, muted_ids

__all__ = ["Block", "Follow", "Mute", "are_apart", "followed_ids", "follows", "hidden_ids", "muted_ids"]
