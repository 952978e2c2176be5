"""What a creator promises about money back; shown before one pays and kept on the receipt."""

STANDARD = "If it does not open, plays badly or is not what its page says, ask within 14 days and the money goes back."


def policy_of(_maker_id: int) -> str:
    """Return the refund policy under which somebody sells."""
    return STANDARD
