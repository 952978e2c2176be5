"""The tables of the ledger: accounts with their sums, moves that never change, holds, and the proofs."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Key, public_id, row_id

KINDS = (
    "wallet",  # what a person can spend
    "pending",  # what a creator has earned and not been settled for
    "available",  # what a creator can withdraw
    "reserve",  # what is kept back of a creator's for refunds
    "escrow",  # what a dispute is about, until it ends
    "revenue",  # what the site has earned
    "tax",  # what the site owes to tax offices
    "rewards",  # the pool that rewards are paid from
    "clearing",  # the other side of a gateway: what we say that it holds of ours, as a negative sum
    "fees",  # what gateways have charged
)
KEY_LENGTH = 100
HASH = 64


class Account(Base):
    """One account in one currency; `posted` is credits minus debits and `held` what is promised to go out, in minor units.

    `floor` is the lowest that `posted - held` may be, None for no limit. `moves` and `head` are the length and the last
    hash of the chain of moves that this account was debited by. `owner_id` is a person's row id, not a foreign key:
    books outlive people."""

    __tablename__ = "ledger_account"

    id: Mapped[int] = row_id()
    name: Mapped[str] = mapped_column(Key(80), unique=True)
    kind: Mapped[str] = mapped_column(Key(16))
    owner_id: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Key(3))
    posted: Mapped[int] = mapped_column(BigInteger, default=0)
    held: Mapped[int] = mapped_column(BigInteger, default=0)
    floor: Mapped[int | None] = mapped_column(BigInteger)
    moves: Mapped[int] = mapped_column(BigInteger, default=0)
    head: Mapped[str] = mapped_column(Key(HASH), default="")
    frozen_at: Mapped[datetime | None]
    frozen_why: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("held >= 0", name="held"),
        CheckConstraint("floor IS NULL OR posted - held >= floor", name="floor"),
        Index("ix_ledger_account_owner", "owner_id", "kind"),
    )

    @property
    def available(self) -> int:
        """What can go out, in minor units."""
        return self.posted - self.held

    @property
    def is_frozen(self) -> bool:
        """Whether nothing may go out until a case is closed."""
        return self.frozen_at is not None


class Move(Base):
    """One transfer from `debit_id` to `credit_id`, in minor units; written once and never changed.

    Moves of one deed share a `journal`. `hash` is of this row and of `prev_hash`, the hash of the move that the debited
    account was debited by before; `seq` counts them from 1."""

    __tablename__ = "ledger_move"

    id: Mapped[int] = row_id()
    journal: Mapped[str] = mapped_column(Key(22))
    key: Mapped[str] = mapped_column(Key(KEY_LENGTH + 4), unique=True)
    reason: Mapped[str] = mapped_column(Key(32))
    subject: Mapped[str] = mapped_column(Key(64), default="")
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(Key(3))
    debit_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"))
    credit_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    prev_hash: Mapped[str] = mapped_column(Key(HASH))
    hash: Mapped[str] = mapped_column(Key(HASH))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("debit_id <> credit_id", name="sides"),
        UniqueConstraint("debit_id", "seq"),
        Index("ix_ledger_move_debit", "debit_id", "id"),
        Index("ix_ledger_move_credit", "credit_id", "id"),
        Index("ix_ledger_move_journal", "journal", "id"),
        Index("ix_ledger_move_subject", "subject", "id"),
    )


class Hold(Base):
    """What is promised to leave an account: `held`, then `settled` by a move or `released`."""

    __tablename__ = "ledger_hold"

    id: Mapped[int] = row_id()
    key: Mapped[str] = mapped_column(Key(KEY_LENGTH), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Key(32))
    subject: Mapped[str] = mapped_column(Key(64), default="")
    state: Mapped[str] = mapped_column(Key(16), default="held")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state IN ('held', 'settled', 'released')", name="state"),
        Index("ix_ledger_hold_account", "account_id", "state"),
    )


class Proof(Base):
    """One reading of the books: up to which move, whether all was right, and what was not (JSON).

    `is_whole` says that it began at the first move, and not at the last checkpoint."""

    __tablename__ = "ledger_proof"

    id: Mapped[int] = row_id()
    last_move: Mapped[int] = mapped_column(BigInteger, default=0)
    accounts: Mapped[int] = mapped_column(Integer, default=0)
    is_balanced: Mapped[bool] = mapped_column(Boolean)
    is_whole: Mapped[bool] = mapped_column(Boolean, default=True, server_default="1")
    findings: Mapped[str] = mapped_column(Text, default="[]")
    heads: Mapped[str] = mapped_column(Key(HASH))
    milliseconds: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_ledger_proof_created", "created_at"),)


class Checkpoint(Base):
    """Where an account stood at the last whole reading that found nothing: its sum, and the end of its chain.

    `last_move` is the newest move that touched it then. Whoever writes a move holds the locks of both its accounts, so
    what comes later has a greater id."""

    __tablename__ = "ledger_checkpoint"

    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"), primary_key=True, autoincrement=False)
    last_move: Mapped[int] = mapped_column(BigInteger)
    posted: Mapped[int] = mapped_column(BigInteger)
    moves: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[str] = mapped_column(Key(HASH))


class Case(Base):
    """Something about money that a person of the staff has to look at: what, whose, and how it ended."""

    __tablename__ = "ledger_case"

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    kind: Mapped[str] = mapped_column(Key(16))
    subject: Mapped[str] = mapped_column(Key(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_account.id"))
    owner_id: Mapped[int | None] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        Index("ix_ledger_case_open", "closed_at", "id"),
        Index("ix_ledger_case_subject", "kind", "subject"),
        Index("ix_ledger_case_owner", "owner_id", "closed_at"),
    )
