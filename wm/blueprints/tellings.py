"""Notifications put into words: who, what, about which piece, and where that is."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from wm.blueprints.places import content_url
from wm.domains import content, notifications, people

ICONS = {
    "followed": "user",
    "published": "film",
    "mentioned": "user",
    "replied": "list",
    "commented": "list",
    "hearted": "heart",
    "liked": "heart",
    "comment_liked": "heart",
    "tip_thanked": "heart",
    "new_version": "download",
    "reward_on": "verified",
    "reward_off": "info",
    "held": "clock",
    "freed": "check",
    "renewal_failed": "warning",
    **dict.fromkeys(("bounced", "disputed", "refund_stranded"), "warning"),
    **dict.fromkeys(("refund_asked", "returned"), "coin"),
    **dict.fromkeys(("refund_answered", "dispute_ended", "payout_answered"), "info"),
    **dict.fromkeys(("payout_account", "payout_waits"), "clock"),
    **dict.fromkeys(("tipped", "tipped_unnamed", "sold", "gifted", "joined", "left"), "coin"),
    **dict.fromkeys(("rewarded", "refunded", "paid_out"), "coin"),
}
UNNAMED = ("tipped_unnamed", *notifications.OF_SITE)  # nobody's face stands beside them


PLACES = {
    **dict.fromkeys(("tipped", "tipped_unnamed"), "/studio/tips"),
    "tip_thanked": "/tips",
    **dict.fromkeys(("reward_on", "reward_off", "rewarded"), "/studio/rewards"),
    **dict.fromkeys(("sold", "held", "freed"), "/studio/earnings"),
    **dict.fromkeys(("joined", "left"), "/studio/members"),
    **dict.fromkeys(("paid_out", "bounced", "payout_account", "payout_waits", "payout_answered"), "/studio/payouts"),
    "gifted": "/gifts",
    "renewal_failed": "/memberships",
    "refunded": "/wallet",
    **dict.fromkeys(("refund_answered", "refund_stranded"), "/refunds"),
    **dict.fromkeys(("refund_asked", "returned", "disputed", "dispute_ended"), "/studio/refunds"),
}


class Telling(NamedTuple):
    """One notification as a page shows it."""

    row: notifications.Notification
    actor: people.Person | None
    piece: content.Content | None
    words: Markup
    icon: str


def of(rows: Sequence[notifications.Notification], person) -> list[Telling]:
    """Return `rows` in words for `person`, who sees them; people and pieces are read in one go each."""
    named = notifications.named(rows, person)
    actors = people.by_ids(each.actor_id for each in named.values())
    pieces = {piece.id: piece for piece in content.in_order({row.content_id for row in rows if row.content_id})}
    return [_telling(row, named[row.id], actors, pieces.get(row.content_id)) for row in rows]


def _telling(row, named: notifications.Named, actors: dict[int, people.Person], piece) -> Telling:
    actor = None if row.event in UNNAMED else actors.get(named.actor_id)
    who = Markup("<b>{}</b>").format(actor.name if actor else _("Somebody"))
    others = named.number - 1
    if others:
        who = Markup(ngettext("%(who)s and %(num)d other", "%(who)s and %(num)d others", others, who=who))
    title = Markup("<b>{}</b>").format(_title(piece)) if piece else ""
    said = {"who": who, "title": title, "about": Markup(_(" for %(title)s", title=title)) if piece else ""}
    told = sentence_of_number(int(row.anchor)) if row.event == "joined" and row.anchor else sentence(row.event)
    return Telling(row, actor, piece, Markup(told) % said, ICONS[row.event])


def _title(piece: content.Content) -> str:
    return piece.title or piece.opening[:80] or _("a piece")


def sentence(event: str) -> str:
    """Return what is said of an event, with places for who did it and what it is about."""
    return {
        "followed": _("%(who)s followed you"),
        "published": _("%(who)s published %(title)s"),
        "mentioned": _("%(who)s mentioned you in %(title)s"),
        "replied": _("%(who)s answered your comment on %(title)s"),
        "commented": _("%(who)s commented on %(title)s"),
        "hearted": _("%(who)s gave your comment on %(title)s a heart"),
        "liked": _("%(who)s liked %(title)s"),
        "comment_liked": _("%(who)s liked your comment on %(title)s"),
    }.get(event) or sentence_of_money(event)


def sentence_of_number(members: int) -> str:
    """Return what is said when somebody brings the members of a creator to a round number."""
    many = ngettext("you have %(num)d member now", "you have %(num)d members now", members)
    return _("%%(who)s became a member: %(many)s", many=many)


def sentence_of_money(event: str) -> str:
    """Return the same for an event that is about money."""
    return {
        "tipped": _("%(who)s gave you a tip%(about)s"),
        "tipped_unnamed": _("Somebody gave you a tip%(about)s"),
        "tip_thanked": _("%(who)s thanks you for your tip%(about)s"),
        "sold": _("%(who)s bought %(title)s"),
        "gifted": _("%(who)s gave you %(title)s"),
        "new_version": _("%(who)s put up a new version of %(title)s"),
        "joined": _("%(who)s became a member"),
        "left": _("%(who)s is no longer a member"),
        "reward_on": _("You earn rewards from now on: you have the films and the followers"),
        "reward_off": _("Rewards rest: films or followers are fewer than they have to be"),
        "rewarded": _("Your films were rewarded from the pool"),
        "held": _("Some of what you earned is kept back for a while; your earnings say why"),
        "freed": _("What was kept back of your earnings is free again"),
        "renewal_failed": _("A membership could not be renewed: there is not enough in your wallet"),
        "refunded": _("A refund has reached your wallet"),
        "paid_out": _("A payout has arrived"),
        "payout_account": _("Your payouts can go to a new account soon; if it was not you, remove it now"),
        "payout_waits": _("A payout waits for its gateway; it goes out by itself"),
        "payout_answered": _("You have an answer about your payouts"),
        "bounced": _("A payout came back; your earnings say why"),
        "refund_asked": _("%(who)s asks for money back%(about)s"),
        "returned": _("Money went back to %(who)s%(about)s"),
        "refund_answered": _("You have an answer to your wish for a refund"),
        "refund_stranded": _("A refund could not reach your card; the money is in your wallet"),
        "disputed": _("The bank of a buyer is looking into a payment to you"),
        "dispute_ended": _("A bank has decided about a payment to you"),
    }[event]


def place(row: notifications.Notification, person) -> str:
    """Return where a notification leads: the comment, the piece, the page of who followed, or where the money stands."""
    if row.event in PLACES:
        return PLACES[row.event]
    actor_id = notifications.named([row], person)[row.id].actor_id
    piece = next(iter(content.in_order([row.content_id])), None) if row.content_id else None
    if piece is not None and row.anchor:
        is_theirs = actor_id == row.last_actor_id  # the anchor is the last one's comment
        return url_for("comments.show", public_id=row.anchor) if is_theirs else content_url(piece, _anchor="comments")
    if piece is not None:
        return content_url(piece)
    actor = people.by_ids([actor_id]).get(actor_id)
    return url_for("people.show", handle=actor.handle) if actor else url_for("notifications.index")


def matrix(person) -> dict:
    """Return what the settings show: the channels that are offered, and each event with what `person` chose."""
    events = {
        "followed": _("Somebody follows you"),
        "published": _("Somebody whom you follow publishes"),
        "mentioned": _("Somebody mentions you"),
        "replied": _("Somebody answers your comment"),
        "commented": _("Somebody comments on what you made"),
        "hearted": _("A creator gives your comment a heart"),
        "liked": _("Somebody likes what you made"),
        "comment_liked": _("Somebody likes your comment"),
        "tipped": _("Somebody gives you a tip"),
    }
    channels = {"app": _("Here, in the bell"), "push": _("On your phone"), "mail": _("By mail")}
    shown = {channel: channels[channel] for channel in notifications.OFFERED}
    return {"events": events, "channels": shown, "choices": notifications.choices(person)}


def week(sums: dict[str, int]) -> list[tuple[str, int]]:
    """Return what the activity center sums up of a week: pairs of words and how many."""
    said = sums.get("commented", 0) + sums.get("replied", 0)
    likes = sum(sums.get(event, 0) for event in ("liked", "comment_liked", "hearted"))
    return [
        (_("New followers"), sums.get("followed", 0)),
        (_("Comments and answers"), said),
        (_("Likes and hearts"), likes),
        (_("New pieces for you"), sums.get("published", 0)),
    ]
