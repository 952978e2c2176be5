"""Films that are brought from other addresses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0036_imports"
down_revision = "0035_captions"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "import",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(22), nullable=False),
        sa.Column("person_id", row_id(), nullable=False),
        sa.Column("upload_id", row_id(), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("means", key(8), nullable=False),
        sa.Column("state", key(10), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.CheckConstraint("means IN ('file', 'page')", name=op.f("ck_import_means")),
        sa.CheckConstraint(
            "state IN ('waiting', 'working', 'done', 'failed', 'cancelled')", name=op.f("ck_import_state")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_import_upload_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_import_public_id")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_import_upload_id")),
    )
    op.create_index("ix_import_person", "import", ["person_id", "created_at"], unique=False)


def downgrade():
    op.drop_table("import")
