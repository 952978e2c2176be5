"""What the sandbox knows, in one SQLite file: things (checkouts, refunds, payouts), events and switches."""

import json
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS thing (
  id TEXT PRIMARY KEY, key TEXT UNIQUE NOT NULL, kind TEXT NOT NULL, parent TEXT NOT NULL DEFAULT '',
  amount INTEGER NOT NULL CHECK (amount > 0), currency TEXT NOT NULL, fee INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL, why TEXT NOT NULL DEFAULT '', said TEXT NOT NULL DEFAULT '{}', card TEXT NOT NULL DEFAULT '',
  next_state TEXT NOT NULL DEFAULT '', due REAL, created REAL NOT NULL, ended REAL);
CREATE TABLE IF NOT EXISTS event (
  id TEXT PRIMARY KEY, thing TEXT NOT NULL, type TEXT NOT NULL, created REAL NOT NULL, due REAL NOT NULL,
  copies INTEGER NOT NULL DEFAULT 1, tries INTEGER NOT NULL DEFAULT 0, delivered REAL);
CREATE INDEX IF NOT EXISTS event_due ON event (delivered, due);
CREATE INDEX IF NOT EXISTS thing_ended ON thing (ended);
CREATE TABLE IF NOT EXISTS switch (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
SIGNS = {"checkout": 1, "refund": -1, "payout": -1}
ENDS = ("succeeded", "failed", "won", "lost")
FEE = (15, 1000)  # what a card payment costs: 1.5 %


class KeyReused(ValueError):
    """The same key came with other contents."""


class Books:
    """One file; every call is one transaction, and any number of threads and processes may call."""

    def __init__(self, path: str):
        self.path = path
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        with self._open() as rows:
            rows.executescript("PRAGMA journal_mode=WAL;" + SCHEMA)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        rows = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        rows.row_factory = sqlite3.Row
        rows.execute("PRAGMA synchronous=NORMAL")
        try:
            yield rows
        finally:
            rows.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as rows:
            rows.execute("BEGIN IMMEDIATE")
            try:
                yield rows
                rows.execute("COMMIT")
            except BaseException:
                rows.execute("ROLLBACK")
                raise

    def make(self, kind: str, key: str, amount: int, currency: str, *, parent: str = "", **more: Any) -> dict:
        """Return the thing that was made under `key`, for ever the same; make it the first time. Raises KeyReused."""
        state, said = more.pop("state", "open"), more.pop("said", {})
        with self._writing() as rows:
            found = rows.execute("SELECT * FROM thing WHERE key = ?", (key,)).fetchone()
            if found is not None:
                if (found["kind"], found["amount"], found["parent"]) != (kind, amount, parent):
                    raise KeyReused(key)
                return dict(found)
            values = {"id": f"{kind[:2]}_{secrets.token_hex(10)}", "key": key, "kind": kind, "parent": parent}
            values |= {"amount": amount, "currency": currency, "state": state, "said": json.dumps(said)}
            values |= {"created": time.time(), **more}
            names = ", ".join(values)
            rows.execute(f"INSERT INTO thing ({names}) VALUES ({', '.join('?' * len(values))})", tuple(values.values()))
            self._tell(rows, values["id"], f"{kind}.created")
            return dict(rows.execute("SELECT * FROM thing WHERE id = ?", (values["id"],)).fetchone())

    def find(self, name: str) -> dict | None:
        """Return the thing with this id or key, its time-outs applied."""
        self.ripen()
        with self._open() as rows:
            found = rows.execute("SELECT * FROM thing WHERE id = ? OR key = ?", (name, name)).fetchone()
        return dict(found) if found else None

    def change(self, thing_id: str, state: str, **more: Any) -> dict | None:
        """Bring an unended thing into another state; None when it has ended already."""
        with self._writing() as rows:
            found = rows.execute("SELECT * FROM thing WHERE id = ? AND ended IS NULL", (thing_id,)).fetchone()
            return self._moved(rows, found, state, more) if found else None

    def _moved(self, rows: sqlite3.Connection, found: sqlite3.Row, state: str, more: dict) -> dict:
        values = {"state": state, "due": None, "next_state": "", **more}
        if state != found["next_state"]:
            values.setdefault("why", "")
        if state in ENDS:
            values["ended"] = time.time()
        if state == "succeeded" and found["kind"] == "checkout":
            values["fee"] = found["amount"] * FEE[0] // FEE[1]
        sets = ", ".join(f"{name} = ?" for name in values)
        rows.execute(f"UPDATE thing SET {sets} WHERE id = ?", (*values.values(), found["id"]))
        self._tell(rows, found["id"], f"{found['kind']}.{state}")
        return dict(rows.execute("SELECT * FROM thing WHERE id = ?", (found["id"],)).fetchone())

    def ripen(self) -> None:
        """Let everything happen whose time has come."""
        with self._open() as rows:
            ready = rows.execute("SELECT 1 FROM thing WHERE due <= ? LIMIT 1", (time.time(),)).fetchone()
        if not ready:
            return
        with self._writing() as rows:
            for row in rows.execute("SELECT * FROM thing WHERE due <= ?", (time.time(),)).fetchall():
                self._moved(rows, row, row["next_state"], {})

    def transactions(self, since: float, after: str = "", limit: int = 500) -> list[dict]:
        """Return what succeeded since then, by id; the next page begins `after` the last id."""
        self.ripen()
        wanted = "SELECT * FROM thing WHERE state = 'succeeded' AND kind <> 'dispute' AND ended >= ? AND id > ? ORDER BY id LIMIT ?"
        with self._open() as rows:
            return [dict(row) for row in rows.execute(wanted, (since, after, limit))]

    def latest(self, limit: int = 50) -> list[dict]:
        """Return the newest things."""
        with self._open() as rows:
            return [dict(row) for row in rows.execute("SELECT * FROM thing ORDER BY created DESC LIMIT ?", (limit,))]

    def balance(self) -> int:
        """Return what the sandbox holds of the site's money, in minor units."""
        with self._open() as rows:
            done = rows.execute("SELECT kind, amount, fee FROM thing WHERE state = 'succeeded'").fetchall()
            taken = "SELECT COALESCE(SUM(amount * (state <> 'won') + fee), 0) FROM thing WHERE kind = 'dispute' AND state <> 'waiting'"
            disputed = rows.execute(taken).fetchone()[0]
        return sum(SIGNS[row["kind"]] * row["amount"] - row["fee"] for row in done) - disputed

    def refunded(self, checkout: str) -> int:
        """Return how much of a checkout has gone back or is on its way."""
        wanted = "SELECT SUM(amount) FROM thing WHERE parent = ? AND kind = 'refund' AND state <> 'failed'"
        with self._open() as rows:
            return rows.execute(wanted, (checkout,)).fetchone()[0] or 0

    # -- events and switches

    def _tell(self, rows: sqlite3.Connection, thing_id: str, kind: str) -> None:
        known = dict(rows.execute("SELECT name, value FROM switch").fetchall())
        delay = float(known.get("delay", 0))
        delay += secrets.randbelow(3000) / 1000 if known.get("disorder", "0") != "0" else 0
        copies = 1 + int(known.get("duplicates", 0))
        now = time.time()
        rows.execute(
            "INSERT INTO event (id, thing, type, created, due, copies) VALUES (?, ?, ?, ?, ?, ?)",
            (f"ev_{secrets.token_hex(10)}", thing_id, kind, now, now + delay, copies),
        )

    def due_events(self, limit: int = 50) -> list[dict]:
        """Return the events to be delivered now, in no order that anybody may count on."""
        wanted = "SELECT * FROM event WHERE delivered IS NULL AND due <= ? ORDER BY due LIMIT ?"
        with self._open() as rows:
            return [dict(row) for row in rows.execute(wanted, (time.time(), limit))]

    def delivered(self, event: dict) -> None:
        """Note that one copy has arrived."""
        left = event["copies"] - 1
        with self._writing() as rows:
            rows.execute(
                "UPDATE event SET copies = ?, delivered = ? WHERE id = ?",
                (left, None if left > 0 else time.time(), event["id"]),
            )

    def postponed(self, event: dict) -> None:
        """Note that nobody took it, and when to try again."""
        wait = min(2 ** event["tries"], 60)
        with self._writing() as rows:
            rows.execute("UPDATE event SET tries = tries + 1, due = ? WHERE id = ?", (time.time() + wait, event["id"]))

    def switches(self) -> dict[str, str]:
        """Return every switch that was set."""
        with self._open() as rows:
            return dict(rows.execute("SELECT name, value FROM switch").fetchall())

    def switch(self, **values: Any) -> None:
        """Set switches."""
        with self._writing() as rows:
            for name, value in values.items():
                rows.execute("INSERT OR REPLACE INTO switch (name, value) VALUES (?, ?)", (name, str(value)))
