"""What a creator promises about money back; shown before one pays and kept on the receipt."""

from wm.domains import promises


def policy_of(maker_id: int) -> str:
    """Return the refund policy under which somebody sells."""
    return promises.words_of(promises.in_force(maker_id))
