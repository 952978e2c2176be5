"""Where creators' money goes, withdrawals, schedules, overrides by two, what creators object to; and until when an earning is held."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0025_payouts"
down_revision = "0024_memberships"
TABLES = (
    "payout_note",
    "payout_override",
    "payout_dispute",
    "payout_withdrawal",
    "payout_schedule",
    "payout_target",
)


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "payout_target",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("way", key(16), nullable=False),
        sa.Column("shown", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("mark", key(64), nullable=False),
        sa.Column("usable_at", moment(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.CheckConstraint("way IN ('bank', 'sandbox', 'stripe')", name=op.f("ck_payout_target_way")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_target")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payout_target_public_id")),
    )
    op.create_index("ix_payout_target_mark", "payout_target", ["mark"], unique=False)
    op.create_index("ix_payout_target_person", "payout_target", ["person_id", "removed_at"], unique=False)
    op.create_table(
        "payout_schedule",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("rhythm", key(16), nullable=False),
        sa.Column("target_id", row_id(), nullable=True),
        sa.Column("changed_at", moment(), nullable=False),
        sa.CheckConstraint("rhythm IN ('hand', 'week', 'month')", name=op.f("ck_payout_schedule_rhythm")),
        sa.ForeignKeyConstraint(["target_id"], ["payout_target.id"], name=op.f("fk_payout_schedule_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_schedule")),
        sa.UniqueConstraint("person_id", name=op.f("uq_payout_schedule_person_id")),
    )
    op.create_table(
        "payout_withdrawal",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("key", key(64), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("target_id", row_id(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("state", key(16), nullable=False),
        sa.Column("flags", key(64), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("period", key(16), nullable=True),
        sa.Column("attempt_ref", key(32), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("sends_at", moment(), nullable=False),
        sa.Column("sent_at", moment(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('requested', 'review', 'approved', 'sent', 'settled', 'bounced', 'refused', 'cancelled')",
            name=op.f("ck_payout_withdrawal_state"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payout_withdrawal_amount")),
        sa.ForeignKeyConstraint(["target_id"], ["payout_target.id"], name=op.f("fk_payout_withdrawal_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_withdrawal")),
        sa.UniqueConstraint("key", name=op.f("uq_payout_withdrawal_key")),
        sa.UniqueConstraint("person_id", "period", name=op.f("uq_payout_withdrawal_person_id_period")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payout_withdrawal_public_id")),
    )
    op.create_index("ix_payout_withdrawal_person", "payout_withdrawal", ["person_id", "id"], unique=False)
    op.create_index("ix_payout_withdrawal_state", "payout_withdrawal", ["state", "id"], unique=False)
    op.create_table(
        "payout_dispute",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("key", key(64), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("withdrawal_id", row_id(), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("case_ref", key(16), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("closed_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["withdrawal_id"], ["payout_withdrawal.id"], name=op.f("fk_payout_dispute_withdrawal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_dispute")),
        sa.UniqueConstraint("key", name=op.f("uq_payout_dispute_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payout_dispute_public_id")),
    )
    op.create_index("ix_payout_dispute_open", "payout_dispute", ["closed_at", "id"], unique=False)
    op.create_index("ix_payout_dispute_person", "payout_dispute", ["person_id", "id"], unique=False)
    op.create_table(
        "payout_override",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("withdrawal_id", row_id(), nullable=False),
        sa.Column("deed", key(16), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("state", key(16), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", moment(), nullable=True),
        sa.CheckConstraint(
            "deed IN ('approve', 'send_now', 'settled', 'bounced')", name=op.f("ck_payout_override_deed")
        ),
        sa.CheckConstraint("state <> 'done' OR answered_by <> asked_by", name=op.f("ck_payout_override_two")),
        sa.CheckConstraint("state IN ('asked', 'done', 'dropped')", name=op.f("ck_payout_override_state")),
        sa.ForeignKeyConstraint(
            ["withdrawal_id"], ["payout_withdrawal.id"], name=op.f("fk_payout_override_withdrawal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_override")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payout_override_public_id")),
    )
    op.create_index("ix_payout_override_state", "payout_override", ["state", "id"], unique=False)
    op.create_index("ix_payout_override_withdrawal", "payout_override", ["withdrawal_id", "id"], unique=False)
    op.create_table(
        "payout_note",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("dispute_id", row_id(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["payout_dispute.id"], name=op.f("fk_payout_note_dispute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_note")),
    )
    op.create_index("ix_payout_note_dispute", "payout_note", ["dispute_id", "id"], unique=False)
    op.add_column("earning", sa.Column("held_until", moment(), nullable=True))


def downgrade():
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("earning", "held_until")
