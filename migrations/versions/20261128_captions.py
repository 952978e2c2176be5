"""Captions in many languages, and chapters."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0035_captions"
down_revision = "0034_typed_tags"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "caption",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("content_id", row_id(), nullable=False),
        sa.Column("language", key(20), nullable=False),
        sa.Column("kind", key(12), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql"), nullable=False),
        sa.Column("cues", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.CheckConstraint("kind IN ('captions', 'subtitles', 'descriptions')", name=op.f("ck_caption_kind")),
        sa.CheckConstraint("cues >= 0 AND version >= 0", name=op.f("ck_caption_counts")),
        sa.ForeignKeyConstraint(["content_id"], ["content.id"], name=op.f("fk_caption_content_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caption")),
        sa.UniqueConstraint("content_id", "language", "kind", name="uq_caption_content_id_language_kind"),
        sa.UniqueConstraint("public_id", name=op.f("uq_caption_public_id")),
    )
    op.create_table(
        "chapter_list",
        sa.Column("content_id", row_id(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_chapter_list_content_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_chapter_list")),
    )


def downgrade():
    op.drop_table("chapter_list")
    op.drop_table("caption")
