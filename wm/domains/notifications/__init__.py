"""Notifications: what people are told of what others did, once, and only if they want to know."""

from wm.domains.notifications.actions import (
    choose,
    forget_old,
    let_go_of_comment,
    read,
    read_all,
    reopen_all,
    tell,
    unread_again,
)
from wm.domains.notifications.counter import changed, channel, count, count_key, unread, unread_asked
from wm.domains.notifications.fanout import AT_ONCE, tell_followers
from wm.domains.notifications.models import CHANNELS, CHOSEN, EVENTS, OF_MONEY, OF_SITE, OFFERED, Notification
from wm.domains.notifications.naming import Named, named
from wm.domains.notifications.queries import PAGE, choices, one, summed, told
from wm.domains.notifications.tidings import Tiding

__all__ = [
    "count_key",
    "AT_ONCE",
    "CHANNELS",
    "CHOSEN",
    "EVENTS",
    "OFFERED",
    "OF_MONEY",
    "OF_SITE",
    "PAGE",
    "Named",
    "Notification",
    "Tiding",
    "changed",
    "channel",
    "choices",
    "choose",
    "count",
    "forget_old",
    "let_go_of_comment",
    "named",
    "one",
    "read",
    "read_all",
    "reopen_all",
    "summed",
    "unread_asked",
    "tell",
    "tell_followers",
    "told",
    "unread",
    "unread_again",
]
