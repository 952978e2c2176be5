"""The time zone in which a person reads and types times of day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0018_time_zone"
down_revision = "0017_standing"

ZONE = sa.String(40).with_variant(mysql.VARCHAR(40, charset="ascii", collation="ascii_bin"), "mysql")


def upgrade():
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("time_zone", ZONE, nullable=False, server_default="UTC"))
    with op.batch_alter_table("person") as table:
        table.alter_column("time_zone", existing_type=ZONE, existing_nullable=False, server_default=None)


def downgrade():
    with op.batch_alter_table("person") as table:
        table.drop_column("time_zone")
