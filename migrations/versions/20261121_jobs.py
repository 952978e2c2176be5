"""What must happen later, and how often something was tried."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001_jobs"
down_revision = None


def upgrade():
    op.create_table(
        "attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column(
            "name",
            sa.String(64).with_variant(mysql.VARCHAR(64, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("window", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_ends", "attempt", ["ends"], unique=False)
    op.create_index("uq_attempt_name_window", "attempt", ["name", "window"], unique=True)
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column(
            "kind",
            sa.String(64).with_variant(mysql.VARCHAR(64, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column(
            "key",
            sa.String(120).with_variant(mysql.VARCHAR(120, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=True,
        ),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column(
            "queue",
            sa.String(16).with_variant(mysql.VARCHAR(16, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.String(16).with_variant(mysql.VARCHAR(16, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "lease_token",
            sa.String(22).with_variant(mysql.VARCHAR(22, charset="ascii", collation="ascii_bin"), "mysql"),
            nullable=True,
        ),
        sa.Column("run_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=False),
        sa.Column("created_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=False),
        sa.Column("finished_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql"), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('due', 'done', 'quarantined', 'dropped')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index("ix_job_due", "job", ["state", "run_at"], unique=False)
    op.create_index("ix_job_finished", "job", ["finished_at"], unique=False)
    op.create_index("ix_job_queue", "job", ["queue", "state", "run_at"], unique=False)


def downgrade():
    op.drop_table("job")
    op.drop_table("attempt")
