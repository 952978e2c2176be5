"""The ledger: accounts, moves that nobody can change, holds, proofs, cases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0020_ledger"
down_revision = "0019_names"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


FOR_EVER = ("ledger_move", "audit")


def make_unchangeable(table):
    """Let the database itself refuse to change or delete what stands in `table`."""
    for deed in ("UPDATE", "DELETE"):
        refusal = {
            "sqlite": f"BEGIN SELECT RAISE(ABORT, 'rows of {table} stand for ever'); END",
            "mysql": f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'rows of {table} stand for ever'",
        }[op.get_bind().dialect.name]
        op.execute(f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} FOR EACH ROW {refusal}")


def upgrade():
    op.create_table(
        "ledger_account",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("name", key(80), nullable=False),
        sa.Column("kind", key(16), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=True),
        sa.Column("moves", sa.BigInteger(), nullable=False),
        sa.Column("head", key(64), nullable=False),
        sa.Column("frozen_at", moment(), nullable=True),
        sa.Column("frozen_why", sa.String(length=300), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('wallet', 'pending', 'available', 'reserve', 'escrow', 'revenue', 'tax', 'rewards', 'clearing', 'fees')",
            name=op.f("ck_ledger_account_kind"),
        ),
        sa.CheckConstraint("floor IS NULL OR posted - held >= floor", name=op.f("ck_ledger_account_floor")),
        sa.CheckConstraint("held >= 0", name=op.f("ck_ledger_account_held")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint("name", name=op.f("uq_ledger_account_name")),
    )
    op.create_index("ix_ledger_account_owner", "ledger_account", ["owner_id", "kind"], unique=False)
    op.create_table(
        "ledger_proof",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("last_move", sa.BigInteger(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("is_balanced", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("heads", key(64), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_proof")),
    )
    op.create_index("ix_ledger_proof_created", "ledger_proof", ["created_at"], unique=False)
    op.create_table(
        "ledger_case",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("kind", key(16), nullable=False),
        sa.Column("subject", key(64), nullable=False),
        sa.Column("account_id", row_id(), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=300), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("closed_at", moment(), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_case_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_case")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ledger_case_public_id")),
    )
    op.create_index("ix_ledger_case_open", "ledger_case", ["closed_at", "id"], unique=False)
    op.create_index("ix_ledger_case_owner", "ledger_case", ["owner_id", "closed_at"], unique=False)
    op.create_index("ix_ledger_case_subject", "ledger_case", ["kind", "subject"], unique=False)
    op.create_table(
        "ledger_hold",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("key", key(100), nullable=False),
        sa.Column("account_id", row_id(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", key(32), nullable=False),
        sa.Column("subject", key(64), nullable=False),
        sa.Column("state", key(16), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.CheckConstraint("state IN ('held', 'settled', 'released')", name=op.f("ck_ledger_hold_state")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ledger_hold_amount")),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_hold_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_hold")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_hold_key")),
    )
    op.create_index("ix_ledger_hold_account", "ledger_hold", ["account_id", "state"], unique=False)
    op.create_table(
        "ledger_move",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("journal", key(22), nullable=False),
        sa.Column("key", key(104), nullable=False),
        sa.Column("reason", key(32), nullable=False),
        sa.Column("subject", key(64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("debit_id", row_id(), nullable=False),
        sa.Column("credit_id", row_id(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("prev_hash", key(64), nullable=False),
        sa.Column("hash", key(64), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ledger_move_amount")),
        sa.CheckConstraint("debit_id <> credit_id", name=op.f("ck_ledger_move_sides")),
        sa.ForeignKeyConstraint(["credit_id"], ["ledger_account.id"], name=op.f("fk_ledger_move_credit_id")),
        sa.ForeignKeyConstraint(["debit_id"], ["ledger_account.id"], name=op.f("fk_ledger_move_debit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_move")),
        sa.UniqueConstraint("debit_id", "seq", name=op.f("uq_ledger_move_debit_id_seq")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_move_key")),
    )
    op.create_index("ix_ledger_move_credit", "ledger_move", ["credit_id", "id"], unique=False)
    op.create_index("ix_ledger_move_debit", "ledger_move", ["debit_id", "id"], unique=False)
    op.create_index("ix_ledger_move_journal", "ledger_move", ["journal", "id"], unique=False)
    op.create_index("ix_ledger_move_subject", "ledger_move", ["subject", "id"], unique=False)
    for table in FOR_EVER:
        make_unchangeable(table)


def downgrade():
    for deed in ("update", "delete"):
        op.execute(f"DROP TRIGGER audit_no_{deed}")
    for table in ("ledger_move", "ledger_hold", "ledger_case", "ledger_proof", "ledger_account"):
        op.drop_table(table)
