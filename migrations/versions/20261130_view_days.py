"""Views are counted by day as well."""

import sqlalchemy as sa
from alembic import op

revision = "0050_view_days"
down_revision = "0049_film_text"


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "view_day",
        sa.Column("content_id", row_id(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.CheckConstraint("views >= 0", name=op.f("ck_view_day_views")),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.id"], name=op.f("fk_view_day_content_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("content_id", "day", name=op.f("pk_view_day")),
    )
    op.create_index("ix_view_day_day", "view_day", ["day"], unique=False)


def downgrade():
    op.drop_index("ix_view_day_day", table_name="view_day")
    op.drop_table("view_day")
