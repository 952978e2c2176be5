"""Refunds, what is asked for, what banks dispute, and what creators promise about money back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0028_refunds"
down_revision = "0023_payments"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


OF_PEOPLE = ("followed", "published", "mentioned", "replied", "commented", "hearted", "liked", "comment_liked")
OF_MONEY = ("tipped", "tipped_unnamed", "tip_thanked", "sold", "gifted", "joined", "left")
OF_SITE = ("reward_on", "reward_off", "rewarded", "held", "freed", "renewal_failed", "refunded", "paid_out", "bounced")
MORE_OF_MONEY = ("refund_asked", "returned")
MORE_OF_SITE = ("refund_answered", "refund_stranded", "disputed", "dispute_ended")


def know(events):
    """Let notifications be of these events."""
    for table in ("notification", "notification_choice"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_event"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_event"), f"event IN {events}")


def upgrade():
    know((*OF_PEOPLE, *OF_MONEY, *MORE_OF_MONEY, *OF_SITE, *MORE_OF_SITE))
    op.create_table(
        "refund_promise",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("is_until_download", sa.Boolean(), nullable=False),
        sa.Column("from_at", moment(), nullable=False),
        sa.CheckConstraint("days IN (0, 7, 14, 30)", name=op.f("ck_refund_promise_days")),
        sa.CheckConstraint("part > 0 AND part <= 100", name=op.f("ck_refund_promise_part")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_promise")),
    )
    op.create_index("ix_refund_promise_person", "refund_promise", ["person_id", "from_at"], unique=False)
    op.create_table(
        "aftermath",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("earning_id", row_id(), nullable=False),
        sa.Column("source", key(16), nullable=False),
        sa.Column("source_ref", key(40), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=False),
        sa.Column("seller_id", sa.BigInteger(), nullable=False),
        sa.Column("content_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(length=140), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("refunded", sa.BigInteger(), nullable=False),
        sa.Column("state", key(20), nullable=False),
        sa.Column("sold_at", moment(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.CheckConstraint(
            "state IN ('sold', 'partly_refunded', 'refunded', 'disputed', 'disputed_partly', 'disputed_refunded', 'lost')",
            name=op.f("ck_aftermath_state"),
        ),
        sa.CheckConstraint("gross > 0 AND refunded >= 0 AND refunded <= gross", name=op.f("ck_aftermath_refunded")),
        sa.ForeignKeyConstraint(["earning_id"], ["earning.id"], name=op.f("fk_aftermath_earning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aftermath")),
        sa.UniqueConstraint("earning_id", name=op.f("uq_aftermath_earning_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_aftermath_public_id")),
        sa.UniqueConstraint("source", "source_ref", name=op.f("uq_aftermath_source_source_ref")),
    )
    op.create_index("ix_aftermath_seller", "aftermath", ["seller_id", "id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("gateway", key(16), nullable=False),
        sa.Column("gateway_ref", key(120), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=True),
        sa.Column("aftermath_id", row_id(), nullable=True),
        sa.Column("buyer_id", sa.BigInteger(), nullable=False),
        sa.Column("seller_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("from_sale", sa.BigInteger(), nullable=False),
        sa.Column("from_wallet", sa.BigInteger(), nullable=False),
        sa.Column("from_site", sa.BigInteger(), nullable=False),
        sa.Column("return_id", sa.BigInteger(), nullable=True),
        sa.Column("state", key(8), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("evidence_by", moment(), nullable=True),
        sa.Column("sent_at", moment(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("closed_at", moment(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'won', 'lost')", name=op.f("ck_dispute_state")),
        sa.CheckConstraint("amount = from_sale + from_wallet + from_site", name=op.f("ck_dispute_whole")),
        sa.CheckConstraint("amount > 0 AND fee >= 0", name=op.f("ck_dispute_amount")),
        sa.CheckConstraint("from_sale >= 0 AND from_wallet >= 0 AND from_site >= 0", name=op.f("ck_dispute_parts")),
        sa.ForeignKeyConstraint(["aftermath_id"], ["aftermath.id"], name=op.f("fk_dispute_aftermath_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("gateway", "gateway_ref", name=op.f("uq_dispute_gateway_gateway_ref")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dispute_public_id")),
    )
    op.create_index("ix_dispute_aftermath", "dispute", ["aftermath_id", "id"], unique=False)
    op.create_index("ix_dispute_buyer", "dispute", ["buyer_id", "id"], unique=False)
    op.create_index("ix_dispute_state", "dispute", ["state", "id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("key", key(80), nullable=False),
        sa.Column("aftermath_id", row_id(), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=False),
        sa.Column("seller_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("way", key(8), nullable=False),
        sa.Column("card", key(10), nullable=False),
        sa.Column("attempt_id", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("by_role", key(8), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.CheckConstraint("by_role IN ('promise', 'seller', 'staff')", name=op.f("ck_refund_by_role")),
        sa.CheckConstraint("card IN ('none', 'sending', 'arrived', 'failed')", name=op.f("ck_refund_card")),
        sa.CheckConstraint("way IN ('wallet', 'card')", name=op.f("ck_refund_way")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refund_amount")),
        sa.ForeignKeyConstraint(["aftermath_id"], ["aftermath.id"], name=op.f("fk_refund_aftermath_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("key", name=op.f("uq_refund_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_refund_public_id")),
    )
    op.create_index("ix_refund_aftermath", "refund", ["aftermath_id", "id"], unique=False)
    op.create_index("ix_refund_attempt", "refund", ["attempt_id"], unique=False)
    op.create_index("ix_refund_buyer", "refund", ["buyer_id", "id"], unique=False)
    op.create_index("ix_refund_seller", "refund", ["seller_id", "id"], unique=False)
    op.create_table(
        "refund_wish",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("aftermath_id", row_id(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("buyer_id", sa.BigInteger(), nullable=False),
        sa.Column("seller_id", sa.BigInteger(), nullable=False),
        sa.Column("state", key(10), nullable=False),
        sa.Column("way", key(8), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("answer", sa.String(length=600), nullable=False),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("answered_at", moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'raised', 'granted', 'declined', 'withdrawn')", name=op.f("ck_refund_wish_state")
        ),
        sa.CheckConstraint("way IN ('wallet', 'card')", name=op.f("ck_refund_wish_way")),
        sa.ForeignKeyConstraint(["aftermath_id"], ["aftermath.id"], name=op.f("fk_refund_wish_aftermath_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_wish")),
        sa.UniqueConstraint("aftermath_id", "slot", name=op.f("uq_refund_wish_aftermath_id_slot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_refund_wish_public_id")),
    )
    op.create_index("ix_refund_wish_buyer", "refund_wish", ["buyer_id", "id"], unique=False)
    op.create_index("ix_refund_wish_due", "refund_wish", ["state", "due_at"], unique=False)
    op.create_index("ix_refund_wish_seller", "refund_wish", ["seller_id", "slot", "id"], unique=False)
    op.add_column("earning_return", sa.Column("restored_at", moment(), nullable=True))


def downgrade():
    with op.batch_alter_table("earning_return") as batch:
        batch.drop_column("restored_at")
    for table in ("refund_wish", "refund", "dispute", "aftermath", "refund_promise"):
        op.drop_table(table)
    for table in ("notification", "notification_choice"):
        op.execute(f"DELETE FROM {table} WHERE event IN {(*MORE_OF_MONEY, *MORE_OF_SITE)}")
    know((*OF_PEOPLE, *OF_MONEY, *OF_SITE))
