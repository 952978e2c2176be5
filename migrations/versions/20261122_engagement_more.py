"""Likes, collections and playlists."""

revision = "0015_engagement_more"
down_revision = "0014_notifications"


def upgrade():
    pass


def downgrade():
    pass
