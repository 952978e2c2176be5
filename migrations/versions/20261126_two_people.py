"""Deeds that take two people, reserves, frozen evidence, checkpoints of the books."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0033_two_people"
down_revision = "0032_selling_more"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _overrides_become_proposals():
    """Keep what was asked for and decided; what still waited is asked for again, since its time begins anew."""
    states = {"asked": "expired", "done": "agreed", "dropped": "dropped"}
    rows = op.get_bind().execute(
        sa.text(
            "SELECT o.public_id, o.deed, o.reason, o.state, o.asked_by, o.asked_at, o.answered_by, o.answered_at,"
            " w.public_id AS withdrawal FROM payout_override o JOIN payout_withdrawal w ON w.id = o.withdrawal_id"
        )
    )
    write = sa.text(
        "INSERT INTO proposal (public_id, kind, subject, words, args, `before`, reason, state, asked_by, asked_at,"
        " expires_at, answered_by, answered_at, answer) VALUES (:public_id, 'payout.override', :subject, :deed, :args,"
        " '{}', :reason, :state, :asked_by, :asked_at, :asked_at, :answered_by, :answered_at, '')"
    )
    for row in rows.mappings().all():
        args = json.dumps({"deed": row["deed"], "public_id": row["withdrawal"]})
        told = {"subject": f"withdrawal:{row['withdrawal']}", "args": args, "state": states[row["state"]]}
        op.get_bind().execute(write, dict(row) | told)


def upgrade():
    op.create_table(
        "proposal",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("kind", key(32), nullable=False),
        sa.Column("subject", key(64), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("state", key(16), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("expires_at", moment(), nullable=False),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", moment(), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.CheckConstraint("state <> 'agreed' OR answered_by <> asked_by", name=op.f("ck_proposal_two")),
        sa.CheckConstraint("state IN ('asked', 'agreed', 'dropped', 'expired')", name=op.f("ck_proposal_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposal_public_id")),
    )
    op.create_index("ix_proposal_state", "proposal", ["state", "id"], unique=False)
    op.create_index("ix_proposal_subject", "proposal", ["subject", "id"], unique=False)
    op.create_table(
        "reserve_plan",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint(
            "basis_points >= 0 AND basis_points <= 5000 AND days > 0", name=op.f("ck_reserve_plan_part")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserve_plan")),
    )
    op.create_index("ix_reserve_plan_person", "reserve_plan", ["person_id", "id"], unique=False)
    op.create_table(
        "ledger_checkpoint",
        sa.Column("account_id", row_id(), autoincrement=False, nullable=False),
        sa.Column("last_move", sa.BigInteger(), nullable=False),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.Column("moves", sa.BigInteger(), nullable=False),
        sa.Column("head", key(64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_checkpoint_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ledger_checkpoint")),
    )
    op.create_table(
        "reserved_share",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("earning_id", row_id(), nullable=False),
        sa.Column("seller_id", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("frees_at", moment(), nullable=False),
        sa.Column("freed_at", moment(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_reserved_share_amount")),
        sa.ForeignKeyConstraint(["earning_id"], ["earning.id"], name=op.f("fk_reserved_share_earning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserved_share")),
        sa.UniqueConstraint("earning_id", name=op.f("uq_reserved_share_earning_id")),
    )
    op.create_index("ix_reserved_share_due", "reserved_share", ["freed_at", "frees_at"], unique=False)
    op.create_index("ix_reserved_share_seller", "reserved_share", ["seller_id", "freed_at", "frees_at"], unique=False)
    op.create_table(
        "dispute_evidence",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("dispute_id", row_id(), nullable=False),
        sa.Column("facts", sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql"), nullable=False),
        sa.Column("hash", key(64), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_evidence_dispute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_evidence")),
        sa.UniqueConstraint("dispute_id", name=op.f("uq_dispute_evidence_dispute_id")),
    )
    _overrides_become_proposals()
    op.drop_table("payout_override")
    op.add_column("ledger_proof", sa.Column("is_whole", sa.Boolean(), server_default="1", nullable=False))


def downgrade():
    op.drop_column("ledger_proof", "is_whole")
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
    op.create_index("ix_payout_override_withdrawal", "payout_override", ["withdrawal_id", "id"], unique=False)
    op.create_index("ix_payout_override_state", "payout_override", ["state", "id"], unique=False)
    op.drop_table("dispute_evidence")
    op.drop_index("ix_reserved_share_seller", table_name="reserved_share")
    op.drop_index("ix_reserved_share_due", table_name="reserved_share")
    op.drop_table("reserved_share")
    op.drop_table("ledger_checkpoint")
    op.drop_index("ix_reserve_plan_person", table_name="reserve_plan")
    op.drop_table("reserve_plan")
    op.drop_index("ix_proposal_subject", table_name="proposal")
    op.drop_index("ix_proposal_state", table_name="proposal")
    op.drop_table("proposal")
