"""The whole reaction table on one page: fact -> what follows. The queue is the one that the job declares."""

from wm.kernel.facts import Follower, Reactions

REACTIONS: Reactions = {}
