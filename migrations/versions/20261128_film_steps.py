"""Encodes as a plan and steps, and sounds of films as rows of their own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0038_film_steps"
down_revision = "0037_storage"


def key(length):
    """Text for ids and keys: ASCII, and A is not a."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, charset="ascii", collation="ascii_bin"), "mysql")


def moment():
    return sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")


def row_id():
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of_film(table):
    return sa.ForeignKeyConstraint(["film_id"], ["film.id"], name=op.f(f"fk_{table}_film_id"), ondelete="CASCADE")


def upgrade():
    op.create_table(
        "film_plan",
        sa.Column("film_id", row_id(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _of_film("film_plan"),
        sa.PrimaryKeyConstraint("film_id", name=op.f("pk_film_plan")),
    )
    op.create_table(
        "film_step",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("film_id", row_id(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("name", key(12), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("state", key(8), nullable=False),
        sa.Column("cost", sa.Float(), nullable=False),
        sa.Column("percent", sa.Float(), nullable=False),
        sa.Column("speed", sa.Float(), nullable=False),
        sa.Column("began_at", moment(), nullable=True),
        sa.Column("done_at", moment(), nullable=True),
        sa.CheckConstraint("state IN ('asleep', 'waiting', 'working', 'done')", name=op.f("ck_film_step_state")),
        sa.CheckConstraint("percent >= 0 AND percent <= 100", name=op.f("ck_film_step_percent")),
        _of_film("film_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film_step")),
        sa.UniqueConstraint("film_id", "run", "place", name="uq_film_step_film_id_run_place"),
    )
    _sounds_get_rows()
    op.add_column("film", sa.Column("begun_at", moment(), nullable=True))
    op.drop_column("film", "sound_peak")
    op.drop_column("film", "sound_average")


def _sounds_get_rows():
    op.create_table(
        "film_sound",
        sa.Column("id", row_id(), autoincrement=True, nullable=False),
        sa.Column("film_id", row_id(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", key(20), nullable=False),
        sa.Column("language", key(20), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("is_description", sa.Boolean(), nullable=False),
        sa.Column("channels", sa.Integer(), nullable=False),
        sa.Column("peak", sa.Integer(), nullable=False),
        sa.Column("average", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        _of_film("film_sound"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_film_sound")),
        sa.UniqueConstraint("film_id", "place", name="uq_film_sound_film_id_place"),
    )
    op.execute(
        "INSERT INTO film_sound (film_id, place, name, language, title, is_description, channels, peak, average, bytes)"
        " SELECT id, 1, 'audio', '', '', 0, 2, sound_peak, sound_average, 0 FROM film WHERE has_audio = 1"
    )


def downgrade():
    for name in ("sound_peak", "sound_average"):
        op.add_column("film", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        rate = name.removeprefix("sound_")
        heard = f"SELECT s.{rate} FROM film_sound s WHERE s.film_id = film.id AND s.place = 1"
        op.execute(f"UPDATE film SET {name} = ({heard}) WHERE id IN (SELECT film_id FROM film_sound WHERE place = 1)")
    op.drop_column("film", "begun_at")
    for table in ("film_sound", "film_step", "film_plan"):
        op.drop_table(table)
