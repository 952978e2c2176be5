"""Tables of what people are told, by whom it was caused, and what they want to be told at all."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from wm.kernel import clock
from wm.kernel.db import Base, Id, Key, public_id, row_id

OF_PEOPLE = ("followed", "published", "mentioned", "replied", "commented", "hearted", "liked", "comment_liked")
OF_MONEY = (  # somebody did it
    *("tipped", "tipped_unnamed", "tip_thanked", "sold", "gifted", "joined", "left", "refund_asked", "returned"),
    "new_version",
)
OF_SITE = (  # nobody did it
    *("reward_on", "reward_off", "rewarded", "held", "freed", "renewal_failed", "refunded", "paid_out", "bounced"),
    *("refund_answered", "refund_stranded", "disputed", "dispute_ended"),
    *("payout_account", "payout_waits", "payout_answered"),
)
EVENTS = (*OF_PEOPLE, *OF_MONEY, *OF_SITE)
CHOSEN = (*OF_PEOPLE, "tipped")  # what one may not want to hear of; the rest of money is always told
CHANNELS = ("app", "push", "mail")
OFFERED = ("app",)  # channels that somebody can choose today
SUBJECTS = ("person", "content", "comment")
GROUP_LENGTH = 48
ANCHOR_LENGTH = 24


class Notification(Base):
    """What one person is told, once for all who caused it: "Ben and 12 others liked your film".

    While it is unread, more of the same is added to it; `round` is 0 until then and its own id once it is read, so that
    (person, group, round) lets one row of a group be open. `anchor` is the public id of the comment under `content_id` that it leads to."""

    id: Mapped[int] = row_id()
    public_id: Mapped[str] = public_id()
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    event: Mapped[str] = mapped_column(Key(16))
    subject_kind: Mapped[str] = mapped_column(Key(10))
    subject_id: Mapped[int] = mapped_column(Id)
    content_id: Mapped[int | None] = mapped_column(ForeignKey("content.id", ondelete="CASCADE"))
    anchor: Mapped[str] = mapped_column(Key(ANCHOR_LENGTH), default="")
    group_key: Mapped[str] = mapped_column(Key(GROUP_LENGTH))
    round: Mapped[int] = mapped_column(BigInteger, default=0)
    actors: Mapped[int] = mapped_column(Integer, default=0)
    last_actor_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    last_at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("person_id", "group_key", "round", name="uq_notification_group"),
        CheckConstraint(f"event IN {EVENTS}", name="event"),
        CheckConstraint(f"subject_kind IN {SUBJECTS}", name="subject_kind"),
        CheckConstraint("actors >= 0", name="actors"),
        Index("ix_notification_list", "person_id", "last_at", "id"),
        Index("ix_notification_unread", "person_id", "read_at", "id"),
        Index("ix_notification_anchor", "content_id", "anchor"),
        Index("ix_notification_old", "read_at", "id"),
    )

    @property
    def is_unread(self) -> bool:
        """Whether the person has not seen to it."""
        return self.read_at is None


class NotificationActor(Base):
    """One of those who caused a notification, counted once."""

    __tablename__ = "notification_actor"

    id: Mapped[int] = row_id()
    notification_id: Mapped[int] = mapped_column(ForeignKey("notification.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (
        UniqueConstraint("notification_id", "person_id", name="uq_notification_actor_once"),
        Index("ix_notification_actor_person", "person_id", "notification_id"),
    )


class NotificationChoice(Base):
    """Whether a person wants to be told of an event by a channel; without a row, they do in the app and nowhere else."""

    __tablename__ = "notification_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    event: Mapped[str] = mapped_column(Key(16), primary_key=True)
    channel: Mapped[str] = mapped_column(Key(8), primary_key=True)
    wanted: Mapped[bool] = mapped_column(Boolean)

    __table_args__ = (
        CheckConstraint(f"event IN {EVENTS}", name="event"),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
    )
