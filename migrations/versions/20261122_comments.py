"""Comments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0013_comments"
down_revision = "0012_courses"

MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    _comment()
    _small()


def _comment():
    op.create_table(
        "comment",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("public_id", _key(11), nullable=False),
        sa.Column("content_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("root_id", ID, nullable=True),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.Column("path", _key(48), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", _key(10), nullable=False),
        sa.Column("likes", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        *(sa.Column(name, MOMENT) for name in ("shown_at", "hearted_at", "answered_at", "removed_at")),
        sa.Column("removed_by_id", ID, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('visible', 'held', 'removed')", name=op.f("ck_comment_state")),
        sa.CheckConstraint("likes >= 0 AND replies >= 0", name=op.f("ck_comment_counts")),
        sa.CheckConstraint("state <> 'visible' OR shown_at IS NOT NULL", name=op.f("ck_comment_shown_at")),
        _foreign("comment", "content_id", "content.id"),
        _foreign("comment", "person_id", "person.id"),
        _foreign("comment", "parent_id", "comment.id"),
        _foreign("comment", "root_id", "comment.id"),
        _foreign("comment", "removed_by_id", "person.id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_comment_public_id")),
    )
    op.create_index("ix_comment_newest", "comment", ["content_id", "depth", "id"])
    op.create_index("ix_comment_best", "comment", ["content_id", "depth", "score", "id"])
    op.create_index("ix_comment_count", "comment", ["content_id", "state"])
    op.create_index("ix_comment_thread", "comment", ["root_id", "path"])
    op.create_index("ix_comment_parent", "comment", ["parent_id"])
    op.create_index("ix_comment_person", "comment", ["person_id", "created_at"])
    op.create_index("ix_comment_inbox", "comment", ["state", "content_id", "id"])


def _small():
    op.create_table(
        "comment_revision",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=False),
        _foreign("comment_revision", "comment_id", "comment.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_revision")),
    )
    op.create_index("ix_comment_revision_comment", "comment_revision", ["comment_id", "id"])
    op.create_table(
        "comment_like",
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _foreign("comment_like", "comment_id", "comment.id"),
        _foreign("comment_like", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name=op.f("pk_comment_like")),
    )
    op.create_index("ix_comment_like_person", "comment_like", ["person_id", "comment_id"])
    op.create_table(
        "comment_pin",
        sa.Column("content_id", ID, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        _foreign("comment_pin", "content_id", "content.id"),
        _foreign("comment_pin", "comment_id", "comment.id"),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_comment_pin")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_comment_pin_comment_id")),
    )
    op.create_table(
        "comment_rule",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("approval", _key(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("approval IN ('off', 'newcomers', 'all')", name=op.f("ck_comment_rule_approval")),
        _foreign("comment_rule", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_comment_rule")),
    )


def _key(length):
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def _foreign(table, column, target, ondelete="CASCADE"):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def downgrade():
    for name in ("comment_rule", "comment_pin", "comment_like", "comment_revision", "comment"):
        op.drop_table(name)
