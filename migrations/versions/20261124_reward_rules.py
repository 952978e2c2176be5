"""What creators need to earn rewards, as an admin said it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0029_reward_rules"
down_revision = "0027_goods"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "reward_rule",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("long_seconds", sa.Integer(), nullable=False),
        sa.Column("films", sa.Integer(), nullable=False),
        sa.Column("followers", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("long_seconds > 0 AND films > 0 AND followers > 0", name=op.f("ck_reward_rule_needed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_rule")),
    )


def downgrade():
    op.drop_table("reward_rule")
