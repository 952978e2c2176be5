"""Notifications, and what people want to be told."""

revision = "0014_notifications"
down_revision = "0013_comments"


def upgrade():
    pass


def downgrade():
    pass
