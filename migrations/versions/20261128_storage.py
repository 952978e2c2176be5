"""The deletion queue, what lies where, what is astray, the CDN, moves, rules and quotas."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0037_storage"
down_revision = "0036_imports"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "carrier",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_healthy", sa.Boolean(), nullable=False),
        sa.Column("since", moment(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("successes", sa.Integer(), nullable=False),
        sa.Column("checked_at", moment(), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
    )
    op.create_table(
        "deletion",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("place", key(200), nullable=False),
        sa.Column("reason", key(32), nullable=False),
        sa.Column("subject", key(64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("undo", sa.Text(), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("done_at", moment(), nullable=True),
        sa.Column("taken_back_at", moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.CheckConstraint("done_at IS NULL OR taken_back_at IS NULL", name=op.f("ck_deletion_end")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deletion")),
        sa.UniqueConstraint("public_id", name=op.f("uq_deletion_public_id")),
    )
    op.create_index("ix_deletion_due", "deletion", ["done_at", "taken_back_at", "due_at"], unique=False)
    op.create_index("ix_deletion_place", "deletion", ["place"], unique=False)
    op.create_index("ix_deletion_subject", "deletion", ["subject", "id"], unique=False)
    op.create_table(
        "rule_run",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("rule", key(16), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("state", key(8), nullable=False),
        sa.Column("films", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.CheckConstraint("state IN ('working', 'done', 'undone')", name=op.f("ck_rule_run_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rule_run_public_id")),
    )
    op.create_table(
        "store_move",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("state", key(8), nullable=False),
        sa.Column("walk", sa.Integer(), nullable=False),
        sa.Column("place", key(200), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("copied", sa.Integer(), nullable=False),
        sa.Column("copied_bytes", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("began_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.CheckConstraint("state IN ('working', 'done', 'failed', 'stopped')", name=op.f("ck_store_move_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_move")),
        sa.UniqueConstraint("public_id", name=op.f("uq_store_move_public_id")),
    )
    op.create_table(
        "stored_place",
        sa.Column("place", key(80), nullable=False),
        sa.Column("kind", key(16), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("counted_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_stored_place")),
    )
    op.create_index("ix_stored_place_kind", "stored_place", ["kind", "bytes"], unique=False)
    op.create_table(
        "stray",
        sa.Column("place", key(200), nullable=False),
        sa.Column("what", key(8), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("first_seen", moment(), nullable=False),
        sa.Column("last_seen", moment(), nullable=False),
        sa.CheckConstraint("what IN ('object', 'row', 'draft')", name=op.f("ck_stray_what")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_stray")),
    )
    op.create_table(
        "sweep",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("began_at", moment(), nullable=False),
        sa.Column("done_at", moment(), nullable=True),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("strays", sa.Integer(), nullable=False),
        sa.Column("stray_bytes", sa.BigInteger(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("drafts", sa.Integer(), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
    )
    op.create_table(
        "upload_quota",
        sa.Column("person_id", row_id(), autoincrement=False, nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("set_at", moment(), nullable=False),
        sa.CheckConstraint("bytes >= 0", name=op.f("ck_upload_quota_bytes")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_upload_quota_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_upload_quota")),
    )
    op.create_table(
        "film_weight",
        sa.Column("film_id", row_id(), autoincrement=False, nullable=False),
        sa.Column("raw", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["film_id"], ["film.id"], name=op.f("fk_film_weight_film_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("film_id", name=op.f("pk_film_weight")),
    )
    op.create_index("ix_film_weight_total", "film_weight", ["total", "film_id"], unique=False)


def downgrade():
    op.drop_index("ix_film_weight_total", table_name="film_weight")
    op.drop_table("film_weight")
    op.drop_table("upload_quota")
    op.drop_table("sweep")
    op.drop_table("stray")
    op.drop_index("ix_stored_place_kind", table_name="stored_place")
    op.drop_table("stored_place")
    op.drop_table("store_move")
    op.drop_table("rule_run")
    op.drop_index("ix_deletion_subject", table_name="deletion")
    op.drop_index("ix_deletion_place", table_name="deletion")
    op.drop_index("ix_deletion_due", table_name="deletion")
    op.drop_table("deletion")
    op.drop_table("carrier")
