"""Courses, their lessons, and how far people are in them."""

revision = "0012_courses"
down_revision = "0011_posts"


def upgrade():
    pass


def downgrade():
    pass
