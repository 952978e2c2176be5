"""Tables of an encode: its plan, the steps that it was cut into, and the sounds that have been published."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel.db import Base, Key, row_id

STEP_STATES = ("asleep", "waiting", "working", "done")
TITLE_LENGTH = 80


class FilmPlan(Base):
    """What is made of a film in its present run, as JSON; see plan.py."""

    film_id: Mapped[int] = mapped_column(ForeignKey("film.id", ondelete="CASCADE"), primary_key=True)
    run: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)


class FilmStep(Base):
    """One step of one encode of a film. Those of a phase may run side by side, on any machine; phases follow one another.

    `cost` is its share of the whole, `percent` how far it is, `speed` seconds of film a second. Asleep: made when asked for."""

    id: Mapped[int] = row_id()
    film_id: Mapped[int] = mapped_column(ForeignKey("film.id", ondelete="CASCADE"))
    run: Mapped[int] = mapped_column(Integer)
    place: Mapped[int] = mapped_column(Integer)
    phase: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Key(12))
    args: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Key(8), default="waiting")
    cost: Mapped[float] = mapped_column(Float, default=1.0)
    percent: Mapped[float] = mapped_column(Float, default=0.0)
    speed: Mapped[float] = mapped_column(Float, default=0.0)
    began_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("film_id", "run", "place", name="uq_film_step_film_id_run_place"),
        CheckConstraint(f"state IN {STEP_STATES}", name="state"),
        CheckConstraint("percent >= 0 AND percent <= 100", name="percent"),
    )


class FilmSound(Base):
    """One sound of a film that has been published; rates in bit/s, `language` by BCP 47 ("" where nobody said it)."""

    id: Mapped[int] = row_id()
    film_id: Mapped[int] = mapped_column(ForeignKey("film.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Key(20))
    language: Mapped[str] = mapped_column(Key(20), default="")
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH), default="")
    is_description: Mapped[bool] = mapped_column(Boolean, default=False)
    channels: Mapped[int] = mapped_column(Integer, default=2)
    peak: Mapped[int] = mapped_column(Integer)
    average: Mapped[int] = mapped_column(Integer)
    bytes: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (UniqueConstraint("film_id", "place", name="uq_film_sound_film_id_place"),)
