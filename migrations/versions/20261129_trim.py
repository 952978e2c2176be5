"""Films that begin later or end earlier than their source."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0043_trim"
down_revision = "0042_next_film"
KEY = sa.String(24).with_variant(mysql.VARCHAR(24, charset="ascii", collation="ascii_bin"), "mysql")


def upgrade():
    with op.batch_alter_table("film") as table:
        table.add_column(sa.Column("trim_start_ms", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("trim_end_ms", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("cut_from", KEY, nullable=False, server_default=""))
    with op.batch_alter_table("film") as table:
        table.alter_column("trim_start_ms", existing_type=sa.BigInteger(), existing_nullable=False, server_default=None)
        table.alter_column("cut_from", existing_type=KEY, existing_nullable=False, server_default=None)


def downgrade():
    with op.batch_alter_table("film") as table:
        for name in ("cut_from", "trim_end_ms", "trim_start_ms"):
            table.drop_column(name)
