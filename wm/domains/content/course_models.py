"""Tables of courses: their lessons in order, and who is through with which."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from wm.kernel import clock
from wm.kernel.db import Base, row_id

SECTION_LENGTH = 80
LESSONS = 200


class CourseLesson(Base):
    """One lesson of one course; a `section` title stands above it where a new part of the course begins."""

    id: Mapped[int] = row_id()
    course_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    section: Mapped[str] = mapped_column(String(SECTION_LENGTH), default="")
    is_free: Mapped[bool] = mapped_column(Boolean, default=False)  # to try: open, though the course is sold

    lesson = relationship("Content", lazy="raise", foreign_keys=[lesson_id])

    __table_args__ = (
        UniqueConstraint("course_id", "lesson_id", name="uq_course_lesson_course_id_lesson_id"),
        CheckConstraint("course_id <> lesson_id", name="something_else"),
        CheckConstraint("position >= 0", name="position"),
        Index("ix_course_lesson_order", "course_id", "position", "id"),
        Index("ix_course_lesson_of", "lesson_id", "course_id"),
    )


class LessonProgress(Base):
    """That a person is through with a lesson, in whichever course it stands."""

    id: Mapped[int] = row_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    done_at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("person_id", "lesson_id", name="uq_lesson_progress_person_id_lesson_id"),
        Index("ix_lesson_progress_of", "lesson_id"),
    )
