"""Comments."""

revision = "0013_comments"
down_revision = "0012_courses"


def upgrade():
    pass


def downgrade():
    pass
