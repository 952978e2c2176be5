"""Table of the keys under which films lay whose place others have taken."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from wm.domains.media.models import KEY_LENGTH
from wm.kernel.db import Base, Key


class FormerKey(Base):
    """A published folder whose film is no more: until then it is open to whoever may watch the film that took its place."""

    __tablename__ = "former_key"

    key: Mapped[str] = mapped_column(Key(KEY_LENGTH), primary_key=True)
    film_id: Mapped[int] = mapped_column(ForeignKey("film.id", ondelete="CASCADE"))
    until: Mapped[datetime]

    __table_args__ = (Index("ix_former_key_film_id", "film_id"),)
