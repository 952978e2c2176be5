"""The whole list of what may move: reason -> pairs of (from kind, to kind). Whatever is not here can't be written."""

REASONS: dict[str, frozenset[tuple[str, str]]] = {
    reason: frozenset(pairs)
    for reason, pairs in {
        # money comes in and goes out
        "deposit": [("clearing", "wallet")],
        "deposit_returned": [("wallet", "clearing")],
        "gateway_fee": [("fees", "clearing")],
        "payout": [("available", "clearing"), ("wallet", "clearing")],
        "payout_returned": [("clearing", "available"), ("clearing", "wallet")],
        # somebody pays somebody
        "sale": [("wallet", "pending")],
        "tip": [("wallet", "pending")],
        "membership": [("wallet", "pending")],
        "pro": [("wallet", "revenue")],
        "tax": [("wallet", "tax")],
        # the pool
        "pool": [("revenue", "rewards")],
        "reward": [("rewards", "pending")],
        "reward_returned": [(kind, "rewards") for kind in ("pending", "available", "reserve", "revenue")],
        # earnings become payable
        "settle": [("pending", "available")],
        "fee": [("pending", "revenue")],
        "reserve": [("available", "reserve"), ("pending", "reserve")],
        "reserve_freed": [("reserve", "available")],
        "to_wallet": [("available", "wallet")],
        # and what goes back
        "refund": [("pending", "wallet"), ("available", "wallet"), ("reserve", "wallet"), ("revenue", "wallet")],
        "tax_refund": [("tax", "wallet")],
        "dispute": [(kind, "escrow") for kind in ("pending", "available", "reserve", "revenue", "tax", "wallet")],
        "dispute_won": [("escrow", kind) for kind in ("pending", "available", "reserve", "revenue", "tax", "wallet")],
        "dispute_lost": [("escrow", "clearing")],
        "loss": [("revenue", "escrow")],  # what nobody but the site can pay of a dispute, out of its account "losses"
        # what was booked wrongly is mended by another booking (two people, wm/domains/ledger/correcting.py)
        "correction": [
            pair
            for kind in ("wallet", "available", "tax", "rewards", "fees", "clearing")
            for pair in (("revenue", kind), (kind, "revenue"))
        ],
    }.items()
}


def allows(reason: str, source: str, target: str) -> bool:
    """Whether money may move for `reason` from an account of kind `source` to one of kind `target`."""
    return (source, target) in REASONS.get(reason, ())
