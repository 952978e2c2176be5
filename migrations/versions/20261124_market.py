"""Prices and sales, what closes a piece, and who may open it all the same."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0022_market"
down_revision = "0021_earnings"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")


def upgrade():
    offers()
    sales()
    rights()
    columns()


def offers():
    op.create_table(
        "offer",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("content_id", row_id(), nullable=False),
        sa.Column("maker_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", key(10), nullable=False),
        sa.Column("slot", key(10), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("is_floor", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.CheckConstraint("(kind = 'rental') = (hours IS NOT NULL)", name=op.f("ck_offer_hours")),
        sa.CheckConstraint("kind IN ('unlock', 'rental')", name=op.f("ck_offer_kind")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_offer_amount")),
        sa.ForeignKeyConstraint(["content_id"], ["content.id"], name=op.f("fk_offer_content_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("content_id", "slot", name="uq_offer_live"),
        sa.UniqueConstraint("public_id", name=op.f("uq_offer_public_id")),
    )
    op.create_index("ix_offer_maker", "offer", ["maker_id", "ended_at", "id"], unique=False)


def sales():
    op.create_table(
        "sale",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("key", key(80), nullable=False),
        sa.Column("buyer_id", sa.BigInteger(), nullable=False),
        sa.Column("seller_id", sa.BigInteger(), nullable=False),
        sa.Column("content_id", sa.BigInteger(), nullable=True),
        sa.Column("offer_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", key(10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("state", key(10), nullable=False),
        sa.Column("code", key(32), nullable=False),
        sa.Column("policy", sa.String(length=500), nullable=False),
        sa.Column("paid_with", key(16), nullable=False),
        sa.Column("payment_ref", key(22), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("paid_at", moment(), nullable=True),
        sa.Column("until", moment(), nullable=True),
        sa.CheckConstraint("kind IN ('unlock', 'rental', 'gift', 'bundle')", name=op.f("ck_sale_kind")),
        sa.CheckConstraint("state <> 'paid' OR paid_at IS NOT NULL", name=op.f("ck_sale_paid_at")),
        sa.CheckConstraint(
            "state IN ('pending', 'paid', 'failed', 'cancelled', 'refunded', 'disputed')", name=op.f("ck_sale_state")
        ),
        sa.CheckConstraint("amount > 0 AND tax >= 0 AND tax < amount", name=op.f("ck_sale_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sa.UniqueConstraint("key", name=op.f("uq_sale_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sale_public_id")),
    )
    op.create_index("ix_sale_buyer", "sale", ["buyer_id", "id"], unique=False)
    op.create_index("ix_sale_content", "sale", ["content_id", "state"], unique=False)
    op.create_index("ix_sale_seller", "sale", ["seller_id", "paid_at", "id"], unique=False)


def rights():
    op.create_table(
        "access_grant",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", row_id(), nullable=False),
        sa.Column("scope", key(8), nullable=False),
        sa.Column("scope_id", row_id(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("source", key(12), nullable=False),
        sa.Column("source_ref", key(40), nullable=False),
        sa.Column("until", moment(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("suspended_at", moment(), nullable=True),
        sa.Column("revoked_at", moment(), nullable=True),
        sa.CheckConstraint("scope IN ('content', 'creator', 'site')", name=op.f("ck_access_grant_scope")),
        sa.CheckConstraint(
            "source IN ('sale', 'rental', 'gift', 'bundle', 'membership', 'pro', 'staff')",
            name=op.f("ck_access_grant_source"),
        ),
        sa.CheckConstraint("level >= 0 AND level <= 5", name=op.f("ck_access_grant_level")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_access_grant_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_grant")),
        sa.UniqueConstraint("source", "source_ref", "person_id", "scope", "scope_id", name="uq_access_grant_once"),
    )
    op.create_index("ix_access_grant_person", "access_grant", ["person_id", "scope", "scope_id"], unique=False)
    op.create_index("ix_access_grant_scope", "access_grant", ["scope", "scope_id"], unique=False)
    op.create_table(
        "content_lock",
        sa.Column("content_id", row_id(), autoincrement=False, nullable=False),
        sa.Column("maker_id", sa.BigInteger(), nullable=False),
        sa.Column("by_sale", sa.Boolean(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("is_least", sa.Boolean(), nullable=False),
        sa.Column("by_level", sa.Integer(), nullable=False),
        sa.Column("by_pro", sa.Boolean(), nullable=False),
        sa.Column("by_course", sa.Boolean(), nullable=False),
        sa.CheckConstraint("by_level >= 0 AND by_level <= 5", name=op.f("ck_content_lock_by_level")),
        sa.CheckConstraint("price IS NULL OR price >= 0", name=op.f("ck_content_lock_price")),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_content_lock_content_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_content_lock")),
    )
    op.create_index("ix_content_lock_maker", "content_lock", ["maker_id", "content_id"], unique=False)


def columns():
    with op.batch_alter_table("content") as table:
        table.add_column(sa.Column("teaser", LONG_TEXT, nullable=True))
        table.add_column(sa.Column("trailer_id", row_id(), nullable=True))
    with op.batch_alter_table("content") as table:
        table.create_foreign_key(op.f("fk_content_trailer_id"), "content", ["trailer_id"], ["id"], ondelete="SET NULL")
        table.create_index("ix_content_trailer", ["trailer_id"])
    for name, column in (("film", "is_shown"), ("course_lesson", "is_free")):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE film SET is_shown = is_open")
    for name, column in (("film", "is_shown"), ("course_lesson", "is_free")):
        with op.batch_alter_table(name) as table:
            table.alter_column(column, existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade():
    for name, column in (("film", "is_shown"), ("course_lesson", "is_free")):
        with op.batch_alter_table(name) as table:
            table.drop_column(column)
    with op.batch_alter_table("content") as table:
        table.drop_constraint(op.f("fk_content_trailer_id"), type_="foreignkey")
    with op.batch_alter_table("content") as table:
        table.drop_index("ix_content_trailer")
        table.drop_column("trailer_id")
        table.drop_column("teaser")
    for name in ("content_lock", "access_grant", "sale", "offer"):
        op.drop_table(name)
