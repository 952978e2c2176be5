"""Payments: attempts, what gateways told us, spending limits, and the bank's papers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0023_payments"
down_revision = "0026_tips"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "bank_batch",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("state", key(16), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("sent_at", moment(), nullable=True),
        sa.CheckConstraint("state IN ('made', 'sent', 'done')", name=op.f("ck_bank_batch_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_batch")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bank_batch_public_id")),
    )
    op.create_index("ix_bank_batch_state", "bank_batch", ["state", "id"], unique=False)
    op.create_table(
        "bank_transfer",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("line", key(64), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("payer", sa.String(length=140), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=True),
        sa.Column("state", key(16), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'matched', 'aside')", name=op.f("ck_bank_transfer_state")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_bank_transfer_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_transfer")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_bank_transfer_attempt_id")),
        sa.UniqueConstraint("line", name=op.f("uq_bank_transfer_line")),
        sa.UniqueConstraint("public_id", name=op.f("uq_bank_transfer_public_id")),
    )
    op.create_index("ix_bank_transfer_state", "bank_transfer", ["state", "id"], unique=False)
    op.create_table(
        "payment_attempt",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(22), nullable=False),
        sa.Column("key", key(80), nullable=False),
        sa.Column("kind", key(16), nullable=False),
        sa.Column("gateway", key(16), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("network", key(64), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("state", key(16), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("purpose", key(16), nullable=False),
        sa.Column("purpose_ref", key(64), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("reference", key(12), nullable=True),
        sa.Column("gateway_ref", key(120), nullable=True),
        sa.Column("gateway_url", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ask_at", moment(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.CheckConstraint("kind IN ('deposit', 'refund', 'payout')", name=op.f("ck_payment_attempt_kind")),
        sa.CheckConstraint(
            "state IN ('created', 'sent', 'succeeded', 'failed', 'unknown')", name=op.f("ck_payment_attempt_state")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_attempt_amount")),
        sa.CheckConstraint(
            "fee >= 0 AND refunded >= 0 AND refunded <= amount", name=op.f("ck_payment_attempt_refunded")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_attempt")),
        sa.UniqueConstraint("gateway", "gateway_ref", name=op.f("uq_payment_attempt_gateway_gateway_ref")),
        sa.UniqueConstraint("key", name=op.f("uq_payment_attempt_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payment_attempt_public_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_attempt_reference")),
    )
    op.create_index("ix_payment_attempt_ask", "payment_attempt", ["ask_at"], unique=False)
    op.create_index("ix_payment_attempt_batch", "payment_attempt", ["batch_id"], unique=False)
    op.create_index("ix_payment_attempt_gateway", "payment_attempt", ["gateway", "state", "ended_at"], unique=False)
    op.create_index("ix_payment_attempt_network", "payment_attempt", ["network", "state", "ended_at"], unique=False)
    op.create_index("ix_payment_attempt_person", "payment_attempt", ["person_id", "kind", "id"], unique=False)
    op.create_table(
        "spending_limit",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=True),
        sa.Column("month", sa.BigInteger(), nullable=True),
        sa.Column("next_day", sa.BigInteger(), nullable=True),
        sa.Column("next_month", sa.BigInteger(), nullable=True),
        sa.Column("next_from", moment(), nullable=True),
        sa.CheckConstraint(
            "(day IS NULL OR day >= 0) AND (month IS NULL OR month >= 0)", name=op.f("ck_spending_limit_sums")
        ),
        sa.CheckConstraint(
            "(next_day IS NULL OR next_day >= 0) AND (next_month IS NULL OR next_month >= 0)",
            name=op.f("ck_spending_limit_next"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending_limit")),
        sa.UniqueConstraint("person_id", name=op.f("uq_spending_limit_person_id")),
    )
    op.create_table(
        "webhook_event",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("gateway", key(16), nullable=False),
        sa.Column("event_id", key(120), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("thing", key(120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", key(16), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("acted_at", moment(), nullable=True),
        sa.CheckConstraint("state IN ('stored', 'acted', 'foreign')", name=op.f("ck_webhook_event_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_event")),
        sa.UniqueConstraint("gateway", "event_id", name=op.f("uq_webhook_event_gateway_event_id")),
    )
    op.create_index("ix_webhook_event_created", "webhook_event", ["created_at"], unique=False)


def downgrade():
    op.drop_table("bank_batch")
    op.drop_table("bank_transfer")
    op.drop_table("payment_attempt")
    op.drop_table("spending_limit")
    op.drop_table("webhook_event")
