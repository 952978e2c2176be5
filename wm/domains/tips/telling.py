"""Where a creator's open pages hear of a tip the moment that it is given."""

from wm.domains.tips.models import Tip
from wm.kernel import live


def channel(person_id: int) -> str:
    """Return the live channel of what a person is given."""
    return f"tips:{person_id}"


def tell(tip: Tip) -> None:
    """Tell the open pages of the creator once the present transaction holds."""
    live.publish_after_commit(channel(tip.to_id), "tip", tip.public_id)
