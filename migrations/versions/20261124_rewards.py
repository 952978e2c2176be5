"""Real watching and its milestones, who is eligible, the cycles that pay, and signs of fraud."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0026_rewards"
down_revision = "0028_refunds"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "reward_clock",
        sa.Column("person_id", row_id(), autoincrement=False, nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("day_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("day_ms >= 0", name=op.f("ck_reward_clock_day_ms")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reward_clock")),
    )
    op.create_index("ix_reward_clock_until", "reward_clock", ["until"], unique=False)
    op.create_table(
        "reward_cycle",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("pool", sa.BigInteger(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("creators", sa.Integer(), nullable=False),
        sa.Column("paid_at", moment(), nullable=False),
        sa.CheckConstraint("budget >= 0 AND budget <= pool", name=op.f("ck_reward_cycle_budget")),
        sa.CheckConstraint("paid >= 0 AND paid <= budget", name=op.f("ck_reward_cycle_paid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_cycle")),
        sa.UniqueConstraint("day", name=op.f("uq_reward_cycle_day")),
        sa.UniqueConstraint("public_id", name=op.f("uq_reward_cycle_public_id")),
    )
    op.create_table(
        "reward_progress",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("content_id", sa.BigInteger(), nullable=False),
        sa.Column("period", key(7), nullable=False),
        sa.Column("watched_ms", sa.BigInteger(), nullable=False),
        sa.Column("position_ms", sa.BigInteger(), nullable=False),
        sa.Column("is_playing", sa.Boolean(), nullable=False),
        sa.Column("last_at", moment(), nullable=True),
        sa.CheckConstraint("watched_ms >= 0", name=op.f("ck_reward_progress_watched_ms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_progress")),
        sa.UniqueConstraint("person_id", "content_id", "period", name="uq_reward_progress_once"),
    )
    op.create_index("ix_reward_progress_old", "reward_progress", ["period", "id"], unique=False)
    op.create_table(
        "reward_standing",
        sa.Column("person_id", row_id(), autoincrement=False, nullable=False),
        sa.Column("is_eligible", sa.Boolean(), nullable=False),
        sa.Column("films", sa.Integer(), nullable=False),
        sa.Column("followers", sa.Integer(), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.Column("checked_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reward_standing")),
    )
    op.create_table(
        "reward_milestone",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("content_id", sa.BigInteger(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=False),
        sa.Column("name", key(8), nullable=False),
        sa.Column("period", key(7), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("refused", key(8), nullable=False),
        sa.Column("cycle_id", row_id(), nullable=True),
        sa.Column("reached_at", moment(), nullable=False),
        sa.CheckConstraint("name IN ('start', 'half', 'end')", name=op.f("ck_reward_milestone_name")),
        sa.CheckConstraint(
            "refused IN ('', 'creator', 'young', 'circle', 'clock')", name=op.f("ck_reward_milestone_refused")
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_reward_milestone_points")),
        sa.ForeignKeyConstraint(["cycle_id"], ["reward_cycle.id"], name=op.f("fk_reward_milestone_cycle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_milestone")),
        sa.UniqueConstraint("person_id", "content_id", "name", "period", name="uq_reward_milestone_once"),
    )
    op.create_index("ix_reward_milestone_creator", "reward_milestone", ["creator_id", "reached_at"], unique=False)
    op.create_index("ix_reward_milestone_open", "reward_milestone", ["cycle_id", "reached_at"], unique=False)
    op.create_index("ix_reward_milestone_viewer", "reward_milestone", ["person_id", "reached_at"], unique=False)
    op.create_table(
        "reward_share",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("cycle_id", row_id(), nullable=False),
        sa.Column("creator_id", sa.BigInteger(), nullable=False),
        sa.Column("earning_id", row_id(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0 AND points > 0", name=op.f("ck_reward_share_amount")),
        sa.ForeignKeyConstraint(["cycle_id"], ["reward_cycle.id"], name=op.f("fk_reward_share_cycle_id")),
        sa.ForeignKeyConstraint(["earning_id"], ["earning.id"], name=op.f("fk_reward_share_earning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_share")),
        sa.UniqueConstraint("cycle_id", "creator_id", name="uq_reward_share_once"),
    )
    op.create_index("ix_reward_share_creator", "reward_share", ["creator_id", "id"], unique=False)
    op.create_table(
        "fraud_flag",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("sign", key(16), nullable=False),
        sa.Column("subject", key(64), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.Column("state", key(10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_at", moment(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("sign IN ('device', 'loop', 'crowd', 'devotion')", name=op.f("ck_fraud_flag_sign")),
        sa.CheckConstraint("state IN ('open', 'released', 'refused')", name=op.f("ck_fraud_flag_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fraud_flag")),
        sa.UniqueConstraint("public_id", name=op.f("uq_fraud_flag_public_id")),
        sa.UniqueConstraint("sign", "subject", name="uq_fraud_flag_once"),
    )
    op.create_index("ix_fraud_flag_open", "fraud_flag", ["state", "person_id"], unique=False)
    op.create_index("ix_fraud_flag_person", "fraud_flag", ["person_id", "state", "id"], unique=False)


def downgrade():
    op.drop_table("fraud_flag")
    for table in ("share", "milestone", "cycle", "standing", "progress", "clock"):
        op.drop_table(f"reward_{table}")
