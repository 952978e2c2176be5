"""The table of how far a film may travel: into frames on other sites, and onto disks as its original file."""

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel.db import Base, Key

EMBEDS = ("anywhere", "listed", "nowhere")


class Sharing(Base):
    """What its maker allows; a piece without a row may be framed anywhere and is not handed out.

    `sites` are the domains that may frame it when `embed` is "listed", parted by spaces; what lies below them may too."""

    __tablename__ = "content_sharing"

    content_id: Mapped[int] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"), primary_key=True)
    embed: Mapped[str] = mapped_column(Key(10), default="anywhere")
    sites: Mapped[str] = mapped_column(Text, default="")
    may_download: Mapped[bool] = mapped_column(Boolean, default=False)

    __table_args__ = (CheckConstraint(f"embed IN {EMBEDS}", name="embed"),)

    @property
    def is_framed(self) -> bool:
        """Whether any other site may show it in a frame."""
        return self.embed != "nowhere"
