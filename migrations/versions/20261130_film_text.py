"""Captions that stand in the master playlist of a film."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0049_film_text"
down_revision = "0044_chosen_posters"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "film_text",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("film_id", row_id(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("file", key(60), nullable=False),
        sa.Column("language", key(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("hears", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["film_id"], ["film.id"], name=op.f("fk_film_text_film_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film_text")),
        sa.UniqueConstraint("film_id", "place", name="uq_film_text_film_id_place"),
    )


def downgrade():
    op.drop_table("film_text")
