"""Who follows, blocks and mutes whom."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0010_graph"
down_revision = "0009_content_kinds"

MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    for name, one, other in (
        ("follow", "follower_id", "followed_id"),
        ("block", "blocker_id", "blocked_id"),
        ("mute", "muter_id", "muted_id"),
    ):
        op.create_table(
            name,
            sa.Column("id", ID, autoincrement=True, nullable=False),
            sa.Column(one, ID, nullable=False),
            sa.Column(other, ID, nullable=False),
            sa.Column("created_at", MOMENT, nullable=False),
            sa.CheckConstraint(f"{one} <> {other}", name=op.f(f"ck_{name}_somebody_else")),
            sa.ForeignKeyConstraint([one], ["person.id"], name=op.f(f"fk_{name}_{one}"), ondelete="CASCADE"),
            sa.ForeignKeyConstraint([other], ["person.id"], name=op.f(f"fk_{name}_{other}"), ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sa.UniqueConstraint(one, other, name=op.f(f"uq_{name}_{one}_{other}")),
        )
        op.create_index(f"ix_{name}_back", name, [other, "id"])


def downgrade():
    for name in ("mute", "block", "follow"):
        op.drop_table(name)
