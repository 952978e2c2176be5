"""What went wrong in the demo: one sale was given back, somebody asks for another, and a bank disputes a third."""

from collections.abc import Mapping
from datetime import timedelta

from wm.domains import earnings, market, people, promises, refunds
from wm.kernel import clock

PROMISE = {"days": 0, "part": 25, "is_until_download": True}  # Tomas wants to be asked
BACK = ("oksana", "Tiles to cut from cardboard", "I meant the ones for the floor.")
ASKS = (
    ("leila", "Notes on waiting well", "It waits so well that I never got to the second page."),
    ("ilkka", "Twelve plots for your wall", "The wall turned out to be a window."),
)
DISPUTED = ("meenal", "Notes on waiting well", "The holder of the card does not know this payment")
DAYS_LEFT = timedelta(days=6)


def promise(cast: Mapping[str, people.Person]) -> None:
    """Let one creator promise something of his own, before anything is sold."""
    if "tomas" in cast:
        promises.promise(cast["tomas"], **PROMISE)


def give_back(cast: Mapping[str, people.Person]) -> None:
    """Undo what is undone, ask what is asked and dispute what is disputed, as far as it was bought."""
    for handle, title, words in (BACK, *ASKS):
        if (earning := _bought(cast, handle, title)) is not None:
            refunds.ask(earning, cast[handle], words, key=f"demorefund{handle}")
    handle, title, reason = DISPUTED
    if (earning := _bought(cast, handle, title)) is not None:
        terms = {"earning": earning, "amount": earning.gross, "reason": reason, "fee": 15}
        refunds.dispute_opened("demo", "demo-dispute", cast[handle].id, evidence_by=clock.now() + DAYS_LEFT, **terms)


def ask_staff(cast: Mapping[str, people.Person]) -> None:
    """Let two deeds wait for a second of the staff: a share from next month on, and a reserve."""
    if "ruth" not in cast or "tomas" not in cast:
        return
    later, ruth = clock.now() + timedelta(days=30), cast["ruth"]
    earnings.ask_rate("tip", 300, later, ruth, "Cards cost less since we are more.")
    until = clock.now() + timedelta(days=90)
    earnings.ask_plan(cast["tomas"].id, 1000, 30, until, ruth, "A bank disputed one of very few sales.")


def _bought(cast: Mapping[str, people.Person], handle: str, title: str) -> earnings.Earning | None:
    if handle not in cast:
        return None
    sales = [sale for sale in market.bought_by(cast[handle]).items if sale.title == title]
    return earnings.find("sale", sales[0].public_id) if sales else None
