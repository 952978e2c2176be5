"""What Ada has sold over the months: a file with keys, an article, both at one price, a course to rent; and tips."""

from collections.abc import Iterator, Mapping

from wm.demo.days import FIRST, Deed, deed
from wm.domains import content, ledger, market, people, tips

MAKER, PLOTS, YEAR = "ada", "Twelve plots for your wall", "A year of plots, in order"
BUNDLE = {"title": "The whole wall", "words": "The plots, and the notes that belong to them.", "amount": 1000}
FREE, COURSE = "Why I let the pen go dry", "Plotting for the patient"
ABOUT = "Two readings and a sheet of paper: how to begin, and what a whole year of it looks like."
CODE = {"word": "MARGIN20", "kind": "percent", "amount": 20, "most": 40, "most_each": 1}
SOLD = {  # who bought it, how many days ago
    PLOTS: {
        "haruka": 210,
        "kwabena": 181,
        "tomas": 152,
        "leila": 118,
        "ben": 96,
        "ilkka": 64,
        "nomvula": 38,
        "meenal": 11,
    },
    YEAR: {"cy": 166, "oksana": 109, "haruka": 71, "leila": 24},
}
WITH_CODE = ("leila", "ben")
WHOLE = {"mo": 52}
GIVEN = (  # who gave how much to whom, how many days ago, and the words
    (218, "leila", "ada", 500, "For the spiral that never closes."),
    (187, "cy", "ada", 1000, "It sounds like a fugue looks."),
    (143, "tomas", "ada", 300, ""),
    (126, "ben", "nomvula", 500, "The gulls at the end."),
    (101, "haruka", "ada", 700, "I played it, all 137.5 of it."),
    (59, "ilkka", "nomvula", 1500, "For a new wind shield."),
    (55, "nomvula", "ada", 1200, "Your lines and my shore should meet."),
    (29, "oksana", "ada", 400, ""),
    (17, "leila", "nomvula", 600, "I fell asleep to it, which is praise."),
)
GIFTS = (("tomas", YEAR, "ben", "Better than renting it twice."), ("ben", PLOTS, "cy", "For the wall above the piano."))
PURSE = 3000  # minor units that everybody gets for each deed


def offer(cast: Mapping[str, people.Person]) -> Iterator[Deed]:
    """Set the prices on the first day; what is yielded are the sales and tips of the days that follow."""
    if MAKER in cast:
        yield deed(FIRST, _set_up, cast[MAKER])
        for title, buyers in SOLD.items():
            for handle, days_ago in buyers.items():
                if handle in cast:
                    yield deed(days_ago, _sell, cast, title, handle)
        yield from (deed(days_ago, _sell_whole, cast, handle) for handle, days_ago in WHOLE.items() if handle in cast)
    for days_ago, giver, maker, amount, words in GIVEN:
        if {giver, maker} <= cast.keys():
            said = {"words": words, "key": f"demo{days_ago}", "shown": "public"}
            yield deed(days_ago, _tip, cast[giver], cast[maker], amount, said)


def hand_over(cast: Mapping[str, people.Person]) -> None:
    """What happened today: something is rented, and gifts wait to be opened."""
    if {MAKER, "ben"} <= cast.keys():
        rental = _course(cast[MAKER], _piece(cast, FREE), _piece(cast, YEAR)).rental
        market.buy(_with_money(cast["ben"], "rental"), rental.public_id, key="demorental")
    for giver, title, to, words in GIFTS:
        if {MAKER, giver, to} <= cast.keys():
            offered = market.prices_of(_piece(cast, title)).unlock.public_id
            person = _with_money(cast[giver], f"gift{to}")
            market.giving.give(person, offered, key=f"demogift{to}", to=cast[to], message=words)


def _course(maker: people.Person, free: content.Content, year: content.Content) -> market.Prices:
    """Publish a course of two articles, the first one free to try, and return what it costs."""
    course = content.draft(maker, COURSE, kind="course", description=ABOUT, category=free.category, tags=["plotter"])
    for lesson in (free, year):
        content.courses.add(course, lesson)
    content.courses.set_free(course, free, True)
    content.publish(course)
    return market.set_prices(course, unlock=900, rental=300)


def _set_up(maker: people.Person) -> None:
    plots, year = (content.owned(maker, words=title).items[0] for title in (PLOTS, YEAR))
    market.products.set_up(plots, download_limit=5, key_kind="made")
    market.set_prices(plots, unlock=800)
    market.set_prices(year, unlock=400)
    content.set_lock(year, by_pro=True)
    market.bundles.make(maker, pieces=[plots.id, year.id], **BUNDLE)
    market.codes.make(maker, **CODE)


def _sell(cast: Mapping[str, people.Person], title: str, handle: str) -> None:
    piece = _piece(cast, title)
    buyer, code = _with_money(cast[handle], piece.public_id), CODE["word"] if handle in WITH_CODE else ""
    key = f"demo{piece.public_id}"
    market.buy(buyer, market.prices_of(piece).unlock.public_id, key=key, code=code if title == PLOTS else "")


def _sell_whole(cast: Mapping[str, people.Person], handle: str) -> None:
    bundle = market.bundles.with_piece(_piece(cast, PLOTS).id)[0]
    market.buy_bundle(_with_money(cast[handle], "whole"), bundle, key="demowhole", revision=bundle.revision)


def _tip(giver: people.Person, maker: people.Person, amount: int, said: dict) -> None:
    tips.give(_with_money(giver, said["key"]), maker, amount, **said)


def _with_money(person: people.Person, what: str) -> people.Person:
    purse = {"reason": "deposit", "key": f"demo:{what}:{person.id}", "subject": "demo"}
    ledger.move(PURSE, ledger.of_site("clearing", "demo"), ledger.wallet(person.id), **purse)
    return person


def _piece(cast: Mapping[str, people.Person], title: str) -> content.Content:
    return content.owned(cast[MAKER], words=title).items[0]
