"""Notifications, and what people want to be told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0014_notifications"
down_revision = "0013_comments"

MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EVENTS = "('followed', 'published', 'mentioned', 'replied', 'commented', 'hearted', 'liked', 'comment_liked')"


def key(length):
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def upgrade():
    op.create_table(
        "notification",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("public_id", key(11), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("event", key(16), nullable=False),
        sa.Column("subject_kind", key(10), nullable=False),
        sa.Column("subject_id", ID, nullable=False),
        sa.Column("content_id", ID, nullable=True),
        sa.Column("anchor", key(24), nullable=False),
        sa.Column("group_key", key(48), nullable=False),
        sa.Column("round", sa.BigInteger(), nullable=False),
        sa.Column("actors", sa.Integer(), nullable=False),
        sa.Column("last_actor_id", ID, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"event IN {EVENTS}", name=op.f("ck_notification_event")),
        sa.CheckConstraint(
            "subject_kind IN ('person', 'content', 'comment')", name=op.f("ck_notification_subject_kind")
        ),
        sa.CheckConstraint("actors >= 0", name=op.f("ck_notification_actors")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notification_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_notification_content_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["last_actor_id"], ["person.id"], name=op.f("fk_notification_last_actor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notification_public_id")),
        sa.UniqueConstraint("person_id", "group_key", "round", name="uq_notification_group"),
    )
    op.create_index("ix_notification_list", "notification", ["person_id", "last_at", "id"])
    op.create_index("ix_notification_unread", "notification", ["person_id", "read_at", "id"])
    op.create_index("ix_notification_anchor", "notification", ["content_id", "anchor"])
    op.create_index("ix_notification_old", "notification", ["read_at", "id"])
    op.create_table(
        "notification_actor",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("notification_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["notification.id"],
            name=op.f("fk_notification_actor_notification_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notification_actor_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_actor")),
        sa.UniqueConstraint("notification_id", "person_id", name="uq_notification_actor_once"),
    )
    op.create_index("ix_notification_actor_person", "notification_actor", ["person_id", "notification_id"])
    op.create_table(
        "notification_choice",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("event", key(16), nullable=False),
        sa.Column("channel", key(8), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.CheckConstraint(f"event IN {EVENTS}", name=op.f("ck_notification_choice_event")),
        sa.CheckConstraint("channel IN ('app', 'push', 'mail')", name=op.f("ck_notification_choice_channel")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notification_choice_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "event", "channel", name=op.f("pk_notification_choice")),
    )


def downgrade():
    for name in ("notification_choice", "notification_actor", "notification"):
        op.drop_table(name)
