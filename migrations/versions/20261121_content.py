"""What people publish, and its tags."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0007_content"
down_revision = "0006_films"


def upgrade():
    op.create_table(
        "content",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column(
            "public_id",
            sa.String(11).with_variant(mysql.VARCHAR(11, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("film_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "kind",
            sa.String(10).with_variant(mysql.VARCHAR(10, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "visibility",
            sa.String(10).with_variant(mysql.VARCHAR(10, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.String(10).with_variant(mysql.VARCHAR(10, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("publish_when_ready", sa.Boolean(), nullable=False),
        sa.Column("publish_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=True),
        sa.Column("published_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=True),
        sa.Column("removed_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=True),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=False),
        sa.Column("updated_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=False),
        sa.CheckConstraint("kind IN ('film')", name=op.f("ck_content_kind")),
        sa.CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name=op.f("ck_content_published_at")),
        sa.CheckConstraint("state <> 'scheduled' OR publish_at IS NOT NULL", name=op.f("ck_content_publish_at")),
        sa.CheckConstraint("state IN ('draft', 'scheduled', 'published', 'removed')", name=op.f("ck_content_state")),
        sa.CheckConstraint("visibility IN ('public', 'unlisted', 'private')", name=op.f("ck_content_visibility")),
        sa.CheckConstraint("views >= 0", name=op.f("ck_content_views")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_content_category_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["film_id"], ["film.id"], name=op.f("fk_content_film_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_content_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content")),
        sa.UniqueConstraint("film_id", name=op.f("uq_content_film_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_content_public_id")),
    )
    op.create_index("ix_content_listed", "content", ["state", "visibility", "published_at", "id"], unique=False)
    op.create_index("ix_content_person", "content", ["person_id", "state", "created_at", "id"], unique=False)
    op.create_index("ix_content_schedule", "content", ["state", "publish_at"], unique=False)
    op.create_index(
        "ix_content_shelf", "content", ["category_id", "state", "visibility", "published_at", "id"], unique=False
    )
    op.create_table(
        "content_tag",
        sa.Column("content_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tag", sa.String(length=30), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_content_tag_content_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("content_id", "tag", name=op.f("pk_content_tag")),
    )
    op.create_index("ix_content_tag_tag", "content_tag", ["tag", "content_id"], unique=False)


def downgrade():
    op.drop_table("content_tag")
    op.drop_table("content")
