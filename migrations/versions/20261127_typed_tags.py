"""A tag says whether its maker typed it, so that what also stands in the paid part of a piece stays when that is locked."""

import sqlalchemy as sa
from alembic import op

revision = "0034_typed_tags"
down_revision = "0033_two_people"


def upgrade():
    op.add_column("content_tag", sa.Column("is_typed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade():
    op.drop_column("content_tag", "is_typed")
