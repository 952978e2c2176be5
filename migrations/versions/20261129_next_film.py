"""A film that is to take the place of another, and the keys under which those lay that have given way."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0042_next_film"
down_revision = "0041_urgent_jobs"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def upgrade():
    op.create_table(
        "former_key",
        sa.Column("key", key(24), nullable=False),
        sa.Column("film_id", row_id(), nullable=False),
        sa.Column("until", moment(), nullable=False),
        sa.ForeignKeyConstraint(["film_id"], ["film.id"], name=op.f("fk_former_key_film_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_former_key")),
    )
    op.create_index("ix_former_key_film_id", "former_key", ["film_id"], unique=False)
    with op.batch_alter_table("content") as table:
        table.add_column(sa.Column("next_film_id", row_id(), nullable=True))
    with op.batch_alter_table("content") as table:
        table.create_unique_constraint(op.f("uq_content_next_film_id"), ["next_film_id"])
        table.create_foreign_key(op.f("fk_content_next_film_id"), "film", ["next_film_id"], ["id"], ondelete="SET NULL")


def downgrade():
    with op.batch_alter_table("content") as table:
        table.drop_constraint(op.f("fk_content_next_film_id"), type_="foreignkey")
    with op.batch_alter_table("content") as table:
        table.drop_constraint(op.f("uq_content_next_film_id"), type_="unique")
        table.drop_column("next_film_id")
    op.drop_table("former_key")
