"""Tips with a few words, a pool that was filled, and a day of rewards that was paid; what is watched is a demo figure."""

from datetime import timedelta

from sqlalchemy import insert

from wm.domains import comments, content, ledger, people, rewards, tips
from wm.kernel import clock, job
from wm.kernel.db import db

PURSE = 15_000  # minor units that each tip's giver gets for it and for more
POOL = 40_000
RULE = {"long_seconds": 10, "films": 3, "followers": 5}  # the demo's films are short, and its people few
WHY = "A community of fourteen, whose films take seconds."
GIVEN = (  # who, for which film (none: for Ada), how much, who may know, and the words
    ("ben", "sunflower", 500, "public", "I have watched this more often than I would admit at work."),
    ("cy", "sunflower", 200, "public", ""),
    ("kwabena", "sunflower", 1000, "creator", "For the next plotter pen."),
    ("ilkka", "dunes", 1000, "public", "The wind in this one is exactly right."),
    ("leila", "dunes", 500, "public", "I could hear my childhood."),
    ("tomas", "dunes", 2000, "nobody", "Keep walking."),
    ("meenal", "", 700, "public", "Thank you for answering every single question."),
)
FOR_WORDS = ("ilkka", "dunes", 300, "This is what I come here for.")  # for what somebody has said under a film
THANKS = {"ilkka": "From you that means a lot. Thank you.", "ben": "Your secret is safe."}
WATCHED = {
    "sunflower": (5, 1740),
    "dunes": (6, 1210),
    "voices": (4, 980),
    "seahorse": (3, 2120),
}  # viewers, points of each
COUNTED_AFTER = (4, 12, 30)  # minutes: by and by the films are made, and their creators have enough of them


def give(cast: dict[str, people.Person], pieces: dict[str, content.Content]) -> None:
    """Let people give tips, fill the pool and pay yesterday, as far as they and the films are there."""
    makers = {person.id: person for person in cast.values()}
    for number, (giver, slug, *more) in enumerate(GIVEN):
        piece = pieces.get(slug)
        maker = makers.get(piece.person_id) if piece else cast.get("ada") if not slug else None
        if giver in cast and maker is not None:
            _tip(cast[giver], maker, piece, number, *more)
    _for_words(cast, pieces)
    if "ruth" in cast:
        _reward(cast, pieces)
    db.session.flush()
    db.session.expire_all()  # counts were written past the rows in memory; whoever reads on sees them as they are


def _tip(giver: people.Person, maker: people.Person, piece, number: int, amount: int, shown: str, words: str) -> None:
    key = f"demo:tip:{number}"
    ledger.move(PURSE, _outside(), ledger.wallet(giver.id), reason="deposit", key=key, subject="demo")
    tip = tips.give(giver, maker, amount, key=f"demo{number}", piece=piece, words=words, shown=shown)
    if giver.handle in THANKS:
        tips.thank(tip, maker, THANKS[giver.handle])


def _for_words(cast: dict[str, people.Person], pieces: dict[str, content.Content]) -> None:
    """Give a tip for a comment of somebody else's, where there is one."""
    handle, slug, amount, words = FOR_WORDS
    giver, piece = cast.get(handle), pieces.get(slug)
    threads = comments.threads(piece, giver, "best", None).items if giver and piece else []
    others = [each.comment for each in threads if each.comment.person_id not in (giver.id, piece.person_id)]
    for comment in others[:1]:
        known = {"piece": piece, "comment": comment, "words": words, "shown": "public"}
        tips.give(giver, comment.person, amount, key="demowords", **known)


def _reward(cast: dict[str, people.Person], pieces: dict[str, content.Content]) -> None:
    ruth, wallet = cast["ruth"], ledger.wallet(cast["ruth"].id)
    rewards.set_rule(ruth, WHY, **RULE)
    ledger.move(POOL, _outside(), wallet, reason="deposit", key="demo:earned", subject="demo")
    ledger.move(POOL, wallet, ledger.of_site("revenue"), reason="pro", key="demo:pro", subject="demo")
    rewards.fund(POOL, ruth, "So that the first days have something to give.", key="demo")
    _watch(cast, pieces)
    rewards.pay(rewards.last_day())
    for minutes in COUNTED_AFTER:
        at = clock.now() + timedelta(minutes=minutes)
        job.enqueue("rewards.cycle", run_at=at, key=f"rewards.cycle:demo:{minutes}")


def _watch(cast: dict[str, people.Person], pieces: dict[str, content.Content]) -> None:
    """Write down milestones of yesterday, as if the films were longer than they are."""
    noon = rewards.end_of(rewards.last_day()) - timedelta(hours=12)
    for slug, (number, points) in WATCHED.items():
        piece = pieces.get(slug)
        viewers = [person for person in cast.values() if piece and person.id != piece.person_id][:number]
        rows = [
            {
                "person_id": viewer.id,
                "content_id": piece.id,
                "creator_id": piece.person_id,
                "name": "end",
                "period": f"{noon:%Y-%m}",
                "points": points + 37 * place,
                "refused": "",
                "reached_at": noon + timedelta(minutes=17 * place),
            }
            for place, viewer in enumerate(viewers)
        ]
        if rows:
            db.session.execute(insert(rewards.Milestone), rows)


def _outside() -> ledger.Account:
    return ledger.of_site("clearing", "demo")
