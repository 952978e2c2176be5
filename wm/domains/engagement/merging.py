"""Many rows at once: new ones inserted, known ones brought up to date, in one statement on both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import mysql, sqlite

from wm.kernel.db import db


def merge(model, rows: Sequence[dict[str, Any]], unique: Sequence[str]) -> None:
    """Insert `rows` into the table of `model`; where the `unique` columns are known, the other columns win."""
    if not rows:
        return
    others = [name for name in rows[0] if name not in unique]
    if db.engine.dialect.name == "sqlite":
        statement = sqlite.insert(model).values(list(rows))
        changes = {name: statement.excluded[name] for name in others}
        statement = statement.on_conflict_do_update(index_elements=list(unique), set_=changes)
    else:
        statement = mysql.insert(model).values(list(rows))
        statement = statement.on_duplicate_key_update({name: statement.inserted[name] for name in others})
    db.session.execute(statement)
