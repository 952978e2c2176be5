"""Jobs say whether they go before others."""

import sqlalchemy as sa
from alembic import op

revision = "0041_urgent_jobs"
down_revision = "0040_film_preview"


def upgrade():
    op.add_column("job", sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade():
    op.drop_column("job", "is_urgent")
