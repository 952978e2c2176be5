"""What people give creators, and more to be told of."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0026_tips"
down_revision = "0025_payouts"


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


def know(events):
    """Let notifications be of these events."""
    for table in ("notification", "notification_choice"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_event"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_event"), f"event IN {events}")


def upgrade():
    know((*OF_PEOPLE, *OF_MONEY, *OF_SITE))
    op.create_table(
        "tip",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("key", key(60), nullable=False),
        sa.Column("from_id", sa.BigInteger(), nullable=False),
        sa.Column("to_id", sa.BigInteger(), nullable=False),
        sa.Column("content_id", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("shown", key(10), nullable=False),
        sa.Column("thanks", sa.String(length=200), nullable=False),
        sa.Column("hearted_at", moment(), nullable=True),
        sa.Column("hidden_at", moment(), nullable=True),
        sa.Column("returned_at", moment(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("shown IN ('creator', 'public', 'nobody')", name=op.f("ck_tip_shown")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_tip_amount")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_tip_somebody_else")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tip")),
        sa.UniqueConstraint("key", name=op.f("uq_tip_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tip_public_id")),
    )
    op.create_index("ix_tip_given", "tip", ["from_id", "id"], unique=False)
    op.create_index("ix_tip_lately", "tip", ["from_id", "created_at"], unique=False)
    op.create_index("ix_tip_page", "tip", ["to_id", "shown", "id"], unique=False)
    op.create_index("ix_tip_received", "tip", ["to_id", "id"], unique=False)
    op.create_index("ix_tip_shown", "tip", ["content_id", "shown", "id"], unique=False)


def downgrade():
    op.drop_table("tip")
    for table in ("notification", "notification_choice"):
        op.execute(f"DELETE FROM {table} WHERE event NOT IN {OF_PEOPLE}")
    know(OF_PEOPLE)
