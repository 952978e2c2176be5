"""People are found by an index of their names alone: in one with all pieces, a common word was read twice."""

import sqlalchemy as sa
from alembic import op

revision = "0019_names"
down_revision = "0018_time_zone"


def upgrade():
    op.add_column("search_entry", sa.Column("names", sa.String(120)))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("UPDATE search_entry SET names = title || ' ' || tags WHERE person_id IS NOT NULL")
    else:
        op.execute("UPDATE search_entry SET names = CONCAT(title, ' ', tags) WHERE person_id IS NOT NULL")
        op.execute("CREATE FULLTEXT INDEX ft_search_entry_names ON search_entry (names)")


def downgrade():
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP INDEX ft_search_entry_names ON search_entry")
    op.drop_column("search_entry", "names")
