"""Writes what the application's database user may do: python bin/_grants.py wm_app weekmotion

One statement for each table that the models know. Moves and audit records can be read and added, never changed or removed."""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from wm.models import metadata

FOR_EVER = ("ledger_move", "audit")
KEPT = ("ledger_account", "ledger_hold", "ledger_proof", "ledger_case")


def statements(user: str, database: str, host: str = "%") -> Iterator[str]:
    """Yield the GRANT statements for MySQL and MariaDB."""
    yield f"GRANT SELECT ON `{database}`.`alembic_version` TO '{user}'@'{host}';"
    for table in sorted(metadata.tables):
        yield f"GRANT {rights(table)} ON `{database}`.`{table}` TO '{user}'@'{host}';"


def rights(table: str) -> str:
    """Return what the application may do to a table."""
    if table in FOR_EVER:
        return "SELECT, INSERT"
    return "SELECT, INSERT, UPDATE" if table in KEPT else "SELECT, INSERT, UPDATE, DELETE"


if __name__ == "__main__":
    print("\n".join(statements(*(sys.argv[1:] or ["wm_app", "weekmotion"]))))
