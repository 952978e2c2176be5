"""What may become of something that was sold: (state, event) -> (state, deeds). It moves nothing and knows no rows.

One machine is about the money between buyer, creator and site; a second, smaller one about each refund that goes back
to a card, since a gateway answers later, and whatever else has happened meanwhile. A state that a table does not know
for an event refuses it."""

from typing import NamedTuple

STATES = ("new", "sold", "partly_refunded", "refunded", "disputed", "disputed_partly", "disputed_refunded", "lost")
CARD = ("none", "sending", "arrived", "failed")
DISPUTED = ("disputed", "disputed_partly", "disputed_refunded")
CLOSED = (*DISPUTED, "lost")


class Step(NamedTuple):
    """What comes next: the state, and what has to be done, in this order."""

    state: str
    deeds: tuple[str, ...]


OVER = ("give_back", "end_access")
TABLE: dict[tuple[str, str], Step] = {
    ("new", "sale"): Step("sold", ("credit", "open")),
    ("sold", "partial_refund"): Step("partly_refunded", ("give_back",)),
    ("sold", "refund"): Step("refunded", OVER),
    ("partly_refunded", "partial_refund"): Step("partly_refunded", ("give_back",)),
    ("partly_refunded", "refund"): Step("refunded", OVER),
    # the bank of the buyer takes the money back for now; what went back before is not taken from the creator again
    ("sold", "dispute"): Step("disputed", ("take", "suspend")),
    ("partly_refunded", "dispute"): Step("disputed_partly", ("take", "suspend")),
    ("refunded", "dispute"): Step("disputed_refunded", ("take",)),
    ("disputed", "won"): Step("sold", ("put_back", "restore")),
    ("disputed_partly", "won"): Step("partly_refunded", ("put_back", "restore")),
    ("disputed_refunded", "won"): Step("refunded", ("put_back",)),
    **{(state, "lost"): Step("lost", ("hand_over", "end_access", "flag")) for state in DISPUTED},
}
ON_ITS_WAY: dict[tuple[str, str], Step] = {
    ("none", "send"): Step("sending", ("send",)),
    ("sending", "arrived"): Step("arrived", ()),
    ("sending", "refund_failed"): Step("failed", ("keep", "make_good")),
    ("failed", "refund_again"): Step("sending", ("send",)),
}


def step(state: str, event: str) -> Step | None:
    """Return what follows when `event` comes to something in `state`, None when it makes no sense."""
    return TABLE.get((state, event))


def card_step(state: str, event: str, sale: str) -> Step | None:
    """Return what follows for a refund on its way to a card, while the sale itself is in `sale`.

    What a gateway says is always heard; but nothing is sent to a card about which its bank is quarrelling with us."""
    if event in ("send", "refund_again") and sale in CLOSED:
        return None
    return ON_ITS_WAY.get((state, event))
