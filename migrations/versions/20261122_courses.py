"""Courses, their lessons, and how far people are in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0012_courses"
down_revision = "0011_posts"

MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade():
    op.create_table(
        "course_lesson",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("course_id", ID, nullable=False),
        sa.Column("lesson_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(80), nullable=False),
        sa.CheckConstraint("course_id <> lesson_id", name=op.f("ck_course_lesson_something_else")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_course_lesson_position")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["content.id"], name=op.f("fk_course_lesson_course_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["content.id"], name=op.f("fk_course_lesson_lesson_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_lesson")),
        sa.UniqueConstraint("course_id", "lesson_id", name=op.f("uq_course_lesson_course_id_lesson_id")),
    )
    op.create_index("ix_course_lesson_order", "course_lesson", ["course_id", "position", "id"])
    op.create_index("ix_course_lesson_of", "course_lesson", ["lesson_id", "course_id"])
    op.create_table(
        "lesson_progress",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("lesson_id", ID, nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lesson_progress_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["content.id"], name=op.f("fk_lesson_progress_lesson_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_progress")),
        sa.UniqueConstraint("person_id", "lesson_id", name=op.f("uq_lesson_progress_person_id_lesson_id")),
    )
    op.create_index("ix_lesson_progress_of", "lesson_progress", ["lesson_id"])
    with op.batch_alter_table("content") as table:
        table.add_column(sa.Column("lessons", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("content") as table:
        table.alter_column("lessons", existing_type=sa.Integer(), existing_nullable=False, server_default=None)


def downgrade():
    with op.batch_alter_table("content") as table:
        table.drop_column("lessons")
    op.drop_table("lesson_progress")
    op.drop_table("course_lesson")
