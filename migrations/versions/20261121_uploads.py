"""Files on their way in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0005_uploads"
down_revision = "0004_categories"


def upgrade():
    op.create_table(
        "upload",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column(
            "public_id",
            sa.String(22).with_variant(mysql.VARCHAR(22, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.String(10).with_variant(mysql.VARCHAR(10, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column(
            "subject",
            sa.String(32).with_variant(mysql.VARCHAR(32, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=4096), nullable=False),
        sa.Column("multipart", sa.String(length=1024), nullable=True),
        sa.Column(
            "tail",
            sa.String(120).with_variant(mysql.VARCHAR(120, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column(
            "lease_token",
            sa.String(22).with_variant(mysql.VARCHAR(22, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=True,
        ),
        sa.Column("lease_until", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=True),
        sa.Column("expires_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=False),
        sa.Column("created_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=False),
        sa.Column("ended_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=True),
        sa.CheckConstraint("state IN ('receiving', 'complete', 'gone')", name=op.f("ck_upload_state")),
        sa.CheckConstraint("received >= 0 AND (size IS NULL OR received <= size)", name=op.f("ck_upload_received")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("public_id", name=op.f("uq_upload_public_id")),
    )
    op.create_index("ix_upload_expiry", "upload", ["state", "expires_at"], unique=False)
    op.create_index("ix_upload_person", "upload", ["person_id", "state"], unique=False)
    op.create_index("ix_upload_subject", "upload", ["subject"], unique=False)
    op.create_table(
        "upload_part",
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("etag", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["upload.id"], name=op.f("fk_upload_part_upload_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("upload_id", "number", name=op.f("pk_upload_part")),
    )


def downgrade():
    op.drop_table("upload_part")
    op.drop_table("upload")
