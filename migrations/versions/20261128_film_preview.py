"""Films know whether they have a short preview."""

import sqlalchemy as sa
from alembic import op

revision = "0040_film_preview"
down_revision = "0039_sharing"


def upgrade():
    op.add_column("film", sa.Column("has_preview", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade():
    op.drop_column("film", "has_preview")
