"""Counts of the graph, badges and pinned pieces of people."""

revision = "0017_standing"
down_revision = "0016_feed"


def upgrade():
    pass


def downgrade():
    pass
