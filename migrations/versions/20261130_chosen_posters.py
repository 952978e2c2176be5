"""Films say whether their maker has chosen the poster."""

import sqlalchemy as sa
from alembic import op

revision = "0044_chosen_posters"
down_revision = "0043_trim"


def upgrade():
    op.add_column("chapter_list", sa.Column("described", sa.Text(), nullable=True))
    op.add_column("film", sa.Column("is_poster_chosen", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade():
    op.drop_column("film", "is_poster_chosen")
    op.drop_column("chapter_list", "described")
