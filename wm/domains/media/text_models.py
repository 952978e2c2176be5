"""Table of the captions that stand in a film's master playlist."""

from sqlalchemy import Boolean, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel.db import Base, Key, row_id

NAME_LENGTH = 80


class FilmText(Base):
    """Captions of a film that lie beside it as a WebVTT `file`; the first in `place` is the first choice.

    `hears` says that they tell what is heard too, not only what is said; `language` by BCP 47."""

    id: Mapped[int] = row_id()
    film_id: Mapped[int] = mapped_column(ForeignKey("film.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(Integer)
    file: Mapped[str] = mapped_column(Key(60))
    language: Mapped[str] = mapped_column(Key(20))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    hears: Mapped[bool] = mapped_column(Boolean, default=False)

    __table_args__ = (UniqueConstraint("film_id", "place", name="uq_film_text_film_id_place"),)
