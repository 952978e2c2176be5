"""Content of every kind: articles, updates, courses and resources beside films; counts; followers and members."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0009_content_kinds"
down_revision = "0008_engagement"

BEFORE = {"kind": "kind IN ('film')", "visibility": "visibility IN ('public', 'unlisted', 'private')"}
AFTER = {
    "kind": "kind IN ('film', 'article', 'update', 'course', 'resource')",
    "visibility": "visibility IN ('public', 'unlisted', 'followers', 'members', 'private')",
}
COUNTS = ("likes", "comments", "saves", "reposts")
LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(), "mysql")


def upgrade():
    with op.batch_alter_table("content") as table:
        table.add_column(sa.Column("body", LONG_TEXT, nullable=True))
        table.add_column(sa.Column("repost_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        table.add_column(sa.Column("edited_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")))
        for name in COUNTS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE content SET body = ''")
    with op.batch_alter_table("content") as table:
        table.alter_column("body", existing_type=LONG_TEXT, nullable=False)
        for name in COUNTS:
            table.alter_column(name, existing_type=sa.Integer(), existing_nullable=False, server_default=None)
        for name, condition in AFTER.items():
            table.drop_constraint(op.f(f"ck_content_{name}"), type_="check")
            table.create_check_constraint(op.f(f"ck_content_{name}"), condition)
        table.create_check_constraint(
            op.f("ck_content_counts"), "likes >= 0 AND comments >= 0 AND saves >= 0 AND reposts >= 0"
        )
        table.create_foreign_key(
            op.f("fk_content_repost_of_id"), "content", ["repost_of_id"], ["id"], ondelete="SET NULL"
        )
        table.create_index("ix_content_out", ["state", "published_at", "id"])
        table.create_index("ix_content_kind", ["kind", "state", "visibility", "published_at", "id"])
        table.create_index("ix_content_repost", ["repost_of_id", "person_id"])


def downgrade():
    op.execute("DELETE FROM content WHERE kind <> 'film'")
    op.execute("UPDATE content SET visibility = 'private' WHERE visibility IN ('followers', 'members')")
    with op.batch_alter_table("content") as table:
        table.drop_constraint(op.f("fk_content_repost_of_id"), type_="foreignkey")
    with op.batch_alter_table("content") as table:
        for index in ("ix_content_out", "ix_content_kind", "ix_content_repost"):
            table.drop_index(index)
        table.drop_constraint(op.f("ck_content_counts"), type_="check")
        for name, condition in BEFORE.items():
            table.drop_constraint(op.f(f"ck_content_{name}"), type_="check")
            table.create_check_constraint(op.f(f"ck_content_{name}"), condition)
        for name in ("body", "repost_of_id", "edited_at", *COUNTS):
            table.drop_column(name)
