"""What comes with articles, updates and resources."""

revision = "0011_posts"
down_revision = "0010_graph"


def upgrade():
    pass


def downgrade():
    pass
