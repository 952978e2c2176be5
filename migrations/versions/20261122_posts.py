"""What comes with articles, updates and resources: pictures, polls, linked films, files, earlier words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0011_posts"
down_revision = "0010_graph"

MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")


def key(length):
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def belongs(table, column, other, ondelete):
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def upgrade():
    post()
    picture()
    poll()
    revision_rows()


def post():
    op.create_table(
        "post",
        sa.Column("content_id", ID, autoincrement=False, nullable=False),
        sa.Column("linked_id", ID, nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(140), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("file_key", key(22), nullable=True),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("file_size", ID, nullable=False),
        sa.CheckConstraint("votes >= 0 AND words >= 0 AND file_size >= 0", name=op.f("ck_post_counts")),
        belongs("post", "content_id", "content", "CASCADE"),
        belongs("post", "linked_id", "content", "SET NULL"),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_post")),
    )
    op.create_index("ix_post_linked", "post", ["linked_id"])


def picture():
    op.create_table(
        "picture",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("key", key(22), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("content_id", ID, nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("colour", key(7), nullable=False),
        sa.Column("alt", sa.String(300), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        belongs("picture", "person_id", "person", "CASCADE"),
        belongs("picture", "content_id", "content", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("key", name=op.f("uq_picture_key")),
    )
    op.create_index("ix_picture_content", "picture", ["content_id", "position"])
    op.create_index("ix_picture_person", "picture", ["person_id", "created_at"])


def poll():
    op.create_table(
        "poll_option",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("content_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(80), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_poll_option_votes")),
        belongs("poll_option", "content_id", "content", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_option")),
    )
    op.create_index("ix_poll_option_content", "poll_option", ["content_id", "position"])
    op.create_table(
        "poll_vote",
        sa.Column("content_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("option_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        belongs("poll_vote", "content_id", "content", "CASCADE"),
        belongs("poll_vote", "person_id", "person", "CASCADE"),
        belongs("poll_vote", "option_id", "poll_option", "CASCADE"),
        sa.PrimaryKeyConstraint("content_id", "person_id", name=op.f("pk_poll_vote")),
    )
    op.create_index("ix_poll_vote_option", "poll_vote", ["option_id"])
    op.create_index("ix_poll_vote_person", "poll_vote", ["person_id"])


def revision_rows():
    op.create_table(
        "content_revision",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("content_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("body", LONG_TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        belongs("content_revision", "content_id", "content", "CASCADE"),
        belongs("content_revision", "person_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_revision")),
    )
    op.create_index("ix_content_revision_piece", "content_revision", ["content_id", "id"])


def downgrade():
    for name in ("content_revision", "poll_vote", "poll_option", "picture", "post"):
        op.drop_table(name)
