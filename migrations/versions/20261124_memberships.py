"""Tiers and what they cost, who is a member of which, and every period that was begun."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0024_memberships"
down_revision = "0022_market"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "tier",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("colour", key(16), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("per_month", sa.BigInteger(), nullable=False),
        sa.Column("per_year", sa.BigInteger(), nullable=True),
        sa.Column("trial_days", sa.Integer(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("closed_at", moment(), nullable=True),
        sa.CheckConstraint("colour IN ('marigold', 'teal', 'leaf', 'brick', 'ink')", name=op.f("ck_tier_colour")),
        sa.CheckConstraint("level >= 0 AND level <= 5", name=op.f("ck_tier_level")),
        sa.CheckConstraint("per_month > 0 AND (per_year IS NULL OR per_year > 0)", name=op.f("ck_tier_price")),
        sa.CheckConstraint("trial_days >= 0 AND trial_days <= 30", name=op.f("ck_tier_trial_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier")),
        sa.UniqueConstraint("creator_id", "level", name=op.f("uq_tier_creator_id_level")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tier_public_id")),
    )
    op.create_table(
        "tier_price",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("tier_id", row_id(), nullable=False),
        sa.Column("per_month", sa.BigInteger(), nullable=False),
        sa.Column("per_year", sa.BigInteger(), nullable=True),
        sa.Column("members_from", moment(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("per_month > 0 AND (per_year IS NULL OR per_year > 0)", name=op.f("ck_tier_price_price")),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_tier_price_tier_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_price")),
    )
    op.create_index("ix_tier_price_tier", "tier_price", ["tier_id", "id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=False),
        sa.Column("tier_id", row_id(), nullable=False),
        sa.Column("price_id", row_id(), nullable=False),
        sa.Column("period", key(8), nullable=False),
        sa.Column("next_tier_id", row_id(), nullable=True),
        sa.Column("next_price_id", row_id(), nullable=True),
        sa.Column("next_period", key(8), nullable=True),
        sa.Column("state", key(12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("anchor_at", moment(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("starts_at", moment(), nullable=False),
        sa.Column("ends_at", moment(), nullable=False),
        sa.Column("due_at", moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trial_at", moment(), nullable=True),
        sa.Column("joined_at", moment(), nullable=False),
        sa.Column("cancelled_at", moment(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("ended_why", key(12), nullable=False),
        sa.CheckConstraint(
            "next_period IS NULL OR next_period IN ('month', 'year')", name=op.f("ck_membership_next_period")
        ),
        sa.CheckConstraint("period IN ('month', 'year')", name=op.f("ck_membership_period")),
        sa.CheckConstraint("state = 'ended' OR due_at IS NOT NULL", name=op.f("ck_membership_due_at")),
        sa.CheckConstraint("state IN ('trial', 'active', 'past_due', 'ended')", name=op.f("ck_membership_state")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_membership_span")),
        sa.ForeignKeyConstraint(["next_price_id"], ["tier_price.id"], name=op.f("fk_membership_next_price_id")),
        sa.ForeignKeyConstraint(["next_tier_id"], ["tier.id"], name=op.f("fk_membership_next_tier_id")),
        sa.ForeignKeyConstraint(["price_id"], ["tier_price.id"], name=op.f("fk_membership_price_id")),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_membership_tier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("person_id", "creator_id", name=op.f("uq_membership_person_id_creator_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_membership_public_id")),
    )
    op.create_index("ix_membership_creator", "membership", ["creator_id", "state", "joined_at", "id"], unique=False)
    op.create_index("ix_membership_due", "membership", ["due_at", "id"], unique=False)
    op.create_index("ix_membership_tier", "membership", ["tier_id", "state"], unique=False)
    op.create_table(
        "membership_period",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("membership_id", row_id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", key(8), nullable=False),
        sa.Column("tier_id", row_id(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("period", key(8), nullable=False),
        sa.Column("starts_at", moment(), nullable=False),
        sa.Column("ends_at", moment(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("key", key(64), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("kind IN ('trial', 'paid', 'change')", name=op.f("ck_membership_period_kind")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_membership_period_amount")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_membership_period_membership_id")),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_membership_period_tier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_period")),
        sa.UniqueConstraint("key", name=op.f("uq_membership_period_key")),
        sa.UniqueConstraint("membership_id", "number", name=op.f("uq_membership_period_membership_id_number")),
    )


def downgrade():
    op.drop_table("membership_period")
    op.drop_table("membership")
    op.drop_table("tier_price")
    op.drop_table("tier")
