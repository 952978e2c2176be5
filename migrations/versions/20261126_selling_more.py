"""Gifts that are ordered and not paid yet, tips for a comment, and what of the bank's statement is compared."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0032_selling_more"
down_revision = "0031_second_factors"

BEFORE = ("sent", "claimed", "returned")


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def know(states):
    """Let gifts be in these states."""
    with op.batch_alter_table("gift") as batch:
        batch.drop_constraint(op.f("ck_gift_state"), type_="check")
        batch.create_check_constraint(op.f("ck_gift_state"), f"state IN {states}")


def upgrade():
    know(("ordered", *BEFORE))
    with op.batch_alter_table("tip") as batch:
        batch.add_column(sa.Column("comment_id", sa.BigInteger(), nullable=True))
        batch.create_index("ix_tip_comment", ["comment_id", "id"])
    op.create_table(
        "bank_statement",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("name", sa.String(length=70), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=True),
        sa.Column("closing", sa.BigInteger(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_bank_statement_days")),
        sa.CheckConstraint("(opening IS NULL) = (closing IS NULL)", name=op.f("ck_bank_statement_sums")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bank_statement_public_id")),
    )
    op.create_index("ix_bank_statement_last", "bank_statement", ["last_on", "id"], unique=False)
    with op.batch_alter_table("bank_transfer") as batch:
        batch.add_column(sa.Column("is_out", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("bank_transfer") as batch:
        batch.alter_column("is_out", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade():
    op.execute("DELETE FROM bank_transfer WHERE is_out")
    with op.batch_alter_table("bank_transfer") as batch:
        batch.drop_column("is_out")
    op.drop_table("bank_statement")
    with op.batch_alter_table("tip") as batch:
        batch.drop_index("ix_tip_comment")
        batch.drop_column("comment_id")
    op.execute("DELETE FROM gift WHERE state = 'ordered'")
    know(BEFORE)
