"""Counts of the graph, badges and pinned pieces of people; old addresses of categories."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0017_standing"
down_revision = "0016_feed"

MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLUG = sa.String(40).with_variant(mysql.VARCHAR(40, charset="ascii", collation="ascii_bin"), "mysql")
COUNTS = ("followers_count", "following_count")


def upgrade():
    with op.batch_alter_table("person") as table:
        for name in COUNTS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("verified_at", MOMENT))
        table.add_column(sa.Column("pinned_content_id", ID))
    with op.batch_alter_table("person") as table:
        for name in COUNTS:
            table.alter_column(name, existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        table.create_check_constraint(op.f("ck_person_counts"), "followers_count >= 0 AND following_count >= 0")
        table.create_foreign_key(
            op.f("fk_person_pinned_content_id"), "content", ["pinned_content_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index("ix_person_followed", ["followers_count", "id"])
    op.create_index("ix_follow_recent", "follow", ["follower_id", "id"])
    op.create_table(
        "category_alias",
        sa.Column("slug", SLUG, nullable=False),
        sa.Column("category_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_category_alias_category_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_category_alias")),
    )


def downgrade():
    op.drop_table("category_alias")
    op.drop_index("ix_follow_recent", "follow")
    with op.batch_alter_table("person") as table:
        table.drop_constraint(op.f("fk_person_pinned_content_id"), type_="foreignkey")
    with op.batch_alter_table("person") as table:
        table.drop_index("ix_person_followed")
        table.drop_constraint(op.f("ck_person_counts"), type_="check")
        for name in ("pinned_content_id", "verified_at", *COUNTS):
            table.drop_column(name)
