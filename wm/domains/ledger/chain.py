"""The chain: each move carries the hash of the one that its account was debited by before."""

import hashlib
from typing import Any


def sealed(values: dict[str, Any]) -> str:
    """Return the hash of a move (SHA-256, hex) from its values, `prev_hash` included."""
    said = "|".join(
        str(values[name])
        for name in (
            "prev_hash",
            "seq",
            "key",
            "journal",
            "reason",
            "subject",
            "amount",
            "currency",
            "debit_id",
            "credit_id",
        )
    )
    return hashlib.sha256(f"{said}|{values['created_at'].isoformat()}".encode()).hexdigest()
