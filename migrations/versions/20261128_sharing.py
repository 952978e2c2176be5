"""How far films travel, and frames that become posters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0039_sharing"
down_revision = "0038_film_steps"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "frame_wish",
        sa.Column("film_id", row_id(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("state", key(8), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed')", name=op.f("ck_frame_wish_state")),
        sa.CheckConstraint("at_ms >= 0 AND number > 0", name=op.f("ck_frame_wish_at")),
        sa.ForeignKeyConstraint(["film_id"], ["film.id"], name=op.f("fk_frame_wish_film_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("film_id", name=op.f("pk_frame_wish")),
    )
    op.create_table(
        "content_sharing",
        sa.Column("content_id", row_id(), nullable=False),
        sa.Column("embed", key(10), nullable=False),
        sa.Column("sites", sa.Text(), nullable=False),
        sa.Column("may_download", sa.Boolean(), nullable=False),
        sa.CheckConstraint("embed IN ('anywhere', 'listed', 'nowhere')", name=op.f("ck_content_sharing_embed")),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_content_sharing_content_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_content_sharing")),
    )


def downgrade():
    op.drop_table("content_sharing")
    op.drop_table("frame_wish")
