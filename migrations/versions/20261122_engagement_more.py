"""Likes, collections, counts that wait, paused histories, and playlists."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0015_engagement_more"
down_revision = "0014_notifications"

MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("playlist_item", "playlist", "tally", "save", "collection", "like", "history_pause")


def key(length):
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def row_id(table):
    return sa.Column("id", ID, autoincrement=True, nullable=False), sa.PrimaryKeyConstraint(
        "id", name=op.f(f"pk_{table}")
    )


def points_to(table, other, nullable=False):
    name = f"{other}_id"
    return sa.Column(name, ID, nullable=nullable), sa.ForeignKeyConstraint(
        [name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"), ondelete="CASCADE"
    )


def moment(name, nullable=False):
    return sa.Column(name, MOMENT, nullable=nullable)


def unique(table, *columns):
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def upgrade():
    op.create_table(
        "history_pause",
        *points_to("history_pause", "person"),
        moment("since"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_history_pause")),
    )
    op.create_table(
        "like",
        *row_id("like"),
        *points_to("like", "person"),
        *points_to("like", "content"),
        moment("created_at"),
        unique("like", "content_id", "person_id"),
    )
    op.create_index("ix_like_person", "like", ["person_id", "id", "content_id"])
    op.create_table(
        "collection",
        *row_id("collection"),
        sa.Column("public_id", key(11), nullable=False),
        *points_to("collection", "person"),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=True),
        moment("removed_at", nullable=True),
        moment("created_at"),
        unique("collection", "public_id"),
        unique("collection", "person_id", "is_default"),
    )
    op.create_index("ix_collection_person", "collection", ["person_id", "removed_at", "position", "id"])
    op.create_table(
        "save",
        *row_id("save"),
        *points_to("save", "collection"),
        *points_to("save", "content"),
        *points_to("save", "person"),
        moment("created_at"),
        unique("save", "collection_id", "content_id"),
    )
    op.create_index("ix_save_content", "save", ["content_id", "person_id", "collection_id"])
    op.create_index("ix_save_person", "save", ["person_id", "content_id", "id"])
    op.create_table(
        "tally",
        *row_id("tally"),
        *points_to("tally", "content"),
        *points_to("tally", "person", nullable=True),
        sa.Column("likes", sa.SmallInteger(), nullable=False),
        sa.Column("saves", sa.SmallInteger(), nullable=False),
    )
    op.create_index("ix_tally_person", "tally", ["person_id", "content_id"])
    op.create_index("ix_tally_content", "tally", ["content_id"])
    op.create_table(
        "playlist",
        *row_id("playlist"),
        sa.Column("public_id", key(11), nullable=False),
        *points_to("playlist", "person"),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("visibility", key(10), nullable=False),
        sa.Column("is_watch_later", sa.Boolean(), nullable=True),
        moment("removed_at", nullable=True),
        moment("created_at"),
        sa.CheckConstraint("visibility IN ('public', 'unlisted', 'private')", name=op.f("ck_playlist_visibility")),
        unique("playlist", "public_id"),
        unique("playlist", "person_id", "is_watch_later"),
    )
    op.create_index("ix_playlist_person", "playlist", ["person_id", "removed_at", "visibility", "id"])
    op.create_table(
        "playlist_item",
        *row_id("playlist_item"),
        *points_to("playlist_item", "playlist"),
        *points_to("playlist_item", "content"),
        sa.Column("position", sa.Integer(), nullable=False),
        moment("created_at"),
        unique("playlist_item", "playlist_id", "content_id"),
    )
    op.create_index("ix_playlist_item_order", "playlist_item", ["playlist_id", "position", "id"])
    op.create_index("ix_playlist_item_content", "playlist_item", ["content_id"])


def downgrade():
    for name in TABLES:
        op.drop_table(name)
