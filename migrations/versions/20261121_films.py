"""Films as files, and their rungs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0006_films"
down_revision = "0005_uploads"


def upgrade():
    op.create_table(
        "film",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column(
            "public_id",
            sa.String(11).with_variant(mysql.VARCHAR(11, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column(
            "key",
            sa.String(24).with_variant(mysql.VARCHAR(24, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "source_key",
            sa.String(120).with_variant(mysql.VARCHAR(120, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("source_bytes", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.String(10).with_variant(mysql.VARCHAR(10, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_partial", sa.Boolean(), nullable=False),
        sa.Column(
            "error_code",
            sa.String(32).with_variant(mysql.VARCHAR(32, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("error_text", sa.String(length=400), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("has_audio", sa.Boolean(), nullable=False),
        sa.Column("sound_peak", sa.Integer(), nullable=False),
        sa.Column("sound_average", sa.Integer(), nullable=False),
        sa.Column(
            "colours",
            sa.String(90).with_variant(mysql.VARCHAR(90, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("has_poster", sa.Boolean(), nullable=False),
        sa.Column("has_progressive", sa.Boolean(), nullable=False),
        sa.Column("has_storyboard", sa.Boolean(), nullable=False),
        sa.Column(
            "step",
            sa.String(16).with_variant(mysql.VARCHAR(16, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("rendition", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.Float(), nullable=False),
        sa.Column("speed", sa.Float(), nullable=False),
        sa.Column("seconds_left", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=False),
        sa.Column("playable_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=True),
        sa.Column("ready_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'probing', 'encoding', 'playable', 'ready', 'failed')", name=op.f("ck_film_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('playable', 'ready') OR playable_at IS NOT NULL", name=op.f("ck_film_playable_at")
        ),
        sa.CheckConstraint("percent >= 0 AND percent <= 100", name=op.f("ck_film_percent")),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_film_upload_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film")),
        sa.UniqueConstraint("key", name=op.f("uq_film_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_film_public_id")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_film_upload_id")),
    )
    op.create_index("ix_film_state", "film", ["state", "id"], unique=False)
    op.create_table(
        "rendition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("film_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bandwidth", sa.BigInteger(), nullable=False),
        sa.Column("average", sa.BigInteger(), nullable=False),
        sa.Column(
            "codecs",
            sa.String(60).with_variant(mysql.VARCHAR(60, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("fps", sa.Float(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column(
            "playlist",
            sa.String(40).with_variant(mysql.VARCHAR(40, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.CheckConstraint("width > 0 AND height > 0 AND bandwidth > 0", name=op.f("ck_rendition_size")),
        sa.ForeignKeyConstraint(["film_id"], ["film.id"], name=op.f("fk_rendition_film_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rendition")),
        sa.UniqueConstraint("film_id", "step", name="uq_rendition_film_id_step"),
    )


def downgrade():
    op.drop_table("rendition")
    op.drop_table("film")
