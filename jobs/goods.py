"""What follows for those who bought: they are told of new versions, and gifts reach whom they are for."""

from flask_babel import gettext as _

from jobs import job, letters, long_job
from wm.domains import content, market, notifications, people
from wm.kernel.db import retried, transaction
from wm.kernel.errors import NotFound

SECONDS = 60


@job("default")
def version_added(content_id: int, version_id: int) -> None:
    """Tell everybody who has a resource that there is a newer version of it."""
    try:
        piece = content.with_row_id(content_id)
    except NotFound:
        return
    for person in people.by_ids(market.downloads.owners(content_id)).values():
        notifications.tell(person, notifications.Tiding("new_version", piece.person_id, "content", piece.id, piece.id))


@job("high")
def gift_sent(gift_id: int) -> None:
    """Tell somebody who is here of a gift that waits for them."""
    gift = market.gifts.with_row_id(gift_id)
    if gift is not None and gift.state == "sent" and gift.recipient_id is not None:
        sale = market.gifts.sale_of(gift)
        tiding = notifications.Tiding("gifted", gift.buyer_id, "content", sale.content_id, sale.content_id)
        notifications.tell(people.find(gift.recipient_id), tiding)


@long_job("high", timeout=SECONDS)
def post_gift(gift_id: int) -> None:
    """Mail the link of a gift to whom it is for."""
    address, words = retried(lambda: _letter(gift_id))
    if address:
        letters.post(address, "gift", _("%(name)s has a gift for you", name=words["name"]), **words)


def _letter(gift_id: int) -> tuple[str, dict]:
    with transaction():
        gift = market.gifts.with_row_id(gift_id)
        giver = people.find(gift.buyer_id) if gift is not None and gift.mail and gift.state == "sent" else None
        return (gift.mail, {"name": giver.name, **market.gifts.summary(gift)}) if giver else ("", {})
