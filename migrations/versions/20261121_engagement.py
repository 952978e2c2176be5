"""Where people stopped, and which views were counted."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0008_engagement"
down_revision = "0007_content"


def upgrade():
    op.create_table(
        "view",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "viewer",
            sa.String(44).with_variant(mysql.VARCHAR(44, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("position_ms", sa.BigInteger(), nullable=False),
        sa.Column("is_playing", sa.Boolean(), nullable=False),
        sa.Column("watched_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=False),
        sa.Column("counted_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=True),
        sa.CheckConstraint("watched_ms >= 0", name=op.f("ck_view_watched_ms")),
        sa.ForeignKeyConstraint(["content_id"], ["content.id"], name=op.f("fk_view_content_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view")),
        sa.UniqueConstraint("content_id", "viewer", name="uq_view_content_id_viewer"),
    )
    op.create_index("ix_view_last_at", "view", ["last_at"], unique=False)
    op.create_table(
        "watch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position_ms", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.SmallInteger(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=False),
        sa.CheckConstraint("part >= 0 AND part <= 100", name=op.f("ck_watch_part")),
        sa.CheckConstraint("position_ms >= 0", name=op.f("ck_watch_position_ms")),
        sa.ForeignKeyConstraint(["content_id"], ["content.id"], name=op.f("fk_watch_content_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_watch_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint("person_id", "content_id", name="uq_watch_person_id_content_id"),
    )
    op.create_index("ix_watch_history", "watch", ["person_id", "updated_at", "id"], unique=False)


def downgrade():
    op.drop_table("watch")
    op.drop_table("view")
