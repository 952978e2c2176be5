"""What feeds and search remember."""

revision = "0016_feed"
down_revision = "0015_engagement_more"


def upgrade():
    pass


def downgrade():
    pass
