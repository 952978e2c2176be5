"""What creators earn, what went back, and the dated table of the site's share."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0021_earnings"
down_revision = "0020_ledger"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "earning",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("seller_id", sa.BigInteger(), nullable=False),
        sa.Column("payer_id", sa.BigInteger(), nullable=True),
        sa.Column("source", key(16), nullable=False),
        sa.Column("source_ref", key(40), nullable=False),
        sa.Column("content_id", sa.BigInteger(), nullable=True),
        sa.Column("currency", key(3), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=True),
        sa.Column("share", sa.BigInteger(), nullable=True),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("state", key(16), nullable=False),
        sa.Column("journal", key(22), nullable=False),
        sa.Column("held_why", sa.String(length=300), nullable=False),
        sa.Column("sold_at", moment(), nullable=False),
        sa.Column("settles_at", moment(), nullable=False),
        sa.Column("settled_at", moment(), nullable=True),
        sa.Column("returned_before", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("source IN ('sale', 'tip', 'membership', 'reward')", name=op.f("ck_earning_source")),
        sa.CheckConstraint(
            "state = 'pending' OR fee + share = gross - tax - returned_before", name=op.f("ck_earning_parts")
        ),
        sa.CheckConstraint("state IN ('pending', 'settled')", name=op.f("ck_earning_state")),
        sa.CheckConstraint("gross > 0 AND tax >= 0 AND tax < gross", name=op.f("ck_earning_gross")),
        sa.CheckConstraint("returned >= 0 AND returned <= gross", name=op.f("ck_earning_returned")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earning")),
        sa.UniqueConstraint("public_id", name=op.f("uq_earning_public_id")),
        sa.UniqueConstraint("source", "source_ref", name=op.f("uq_earning_source_source_ref")),
    )
    op.create_index("ix_earning_content", "earning", ["content_id", "sold_at"], unique=False)
    op.create_index("ix_earning_due", "earning", ["state", "settles_at"], unique=False)
    op.create_index("ix_earning_seller", "earning", ["seller_id", "sold_at", "id"], unique=False)
    op.create_table(
        "earning_rate",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("source", key(16), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("from_at", moment(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("basis_points >= 0 AND basis_points <= 10000", name=op.f("ck_earning_rate_basis_points")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earning_rate")),
        sa.UniqueConstraint("source", "from_at", name=op.f("uq_earning_rate_source_from_at")),
    )
    op.create_table(
        "earning_return",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("earning_id", row_id(), nullable=False),
        sa.Column("key", key(80), nullable=False),
        sa.Column("reason", key(16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("absorbed", sa.BigInteger(), nullable=False),
        sa.Column("journal", key(22), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.CheckConstraint("amount = tax + fee + share + absorbed", name=op.f("ck_earning_return_whole")),
        sa.CheckConstraint(
            "amount > 0 AND tax >= 0 AND fee >= 0 AND share >= 0 AND absorbed >= 0",
            name=op.f("ck_earning_return_parts"),
        ),
        sa.ForeignKeyConstraint(["earning_id"], ["earning.id"], name=op.f("fk_earning_return_earning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earning_return")),
        sa.UniqueConstraint("key", name=op.f("uq_earning_return_key")),
    )
    op.create_index("ix_earning_return_earning", "earning_return", ["earning_id", "id"], unique=False)


def downgrade():
    for table in ("earning_return", "earning_rate", "earning"):
        op.drop_table(table)
