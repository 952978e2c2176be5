"""Second factors: an app that counts codes, passkeys, recovery codes, second steps, and rests."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0031_second_factors"
down_revision = "0030_payout_events"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "factor_rest",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_rest")),
    )
    op.create_index("ix_factor_rest_person", "factor_rest", ["person_id", "until"], unique=False)
    op.create_table(
        "code_app",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", row_id(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("last_used_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_code_app_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_app")),
        sa.UniqueConstraint("person_id", name=op.f("uq_code_app_person_id")),
    )
    op.create_table(
        "factor_ticket",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("kind", key(16), nullable=False),
        sa.Column("hash", key(64), nullable=False),
        sa.Column("person_id", row_id(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("expires_at", moment(), nullable=False),
        sa.Column("used_at", moment(), nullable=True),
        sa.CheckConstraint("kind IN ('half', 'assert', 'register')", name=op.f("ck_factor_ticket_kind")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_factor_ticket_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_ticket")),
        sa.UniqueConstraint("hash", name=op.f("uq_factor_ticket_hash")),
    )
    op.create_index("ix_factor_ticket_expires", "factor_ticket", ["expires_at"], unique=False)
    op.create_index("ix_factor_ticket_person", "factor_ticket", ["person_id"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("person_id", row_id(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("mark", key(64), nullable=False),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("last_used_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("mark", name=op.f("uq_passkey_mark")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passkey_public_id")),
    )
    op.create_index("ix_passkey_person", "passkey", ["person_id", "id"], unique=False)
    op.create_table(
        "recovery_code",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", row_id(), nullable=False),
        sa.Column("hash", key(64), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("kept_at", moment(), nullable=True),
        sa.Column("used_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("person_id", "hash", name=op.f("uq_recovery_code_person_id_hash")),
    )


def downgrade():
    for table in ("recovery_code", "passkey", "factor_ticket", "code_app", "factor_rest"):
        op.drop_table(table)
