"""Looking at a day of real watching before it is paid: crowds behind one browser, and devotion that nobody has."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from wm.domains import people, rewards
from wm.domains.fraud.flagging import flag
from wm.kernel import clock

LATELY = timedelta(days=30)
CROWD, CROWD_PART = 5, 50  # so many viewers behind one browser, and so much of the points (per cent)
DEVOTED = 8 * 3600  # points of one creator, and of nobody else

Held = dict[int, tuple[str, datetime]]
Watched = list[tuple[int, int, int, int]]  # creator, viewer, points, milestones


def screen(day: date) -> Held:
    """Take out what can't be watching, and return of which creators the rest is kept back: why, and until when."""
    until = rewards.end_of(day)
    seen = rewards.watched(until)
    who = {each for creator, viewer, *_ in seen for each in (creator, viewer)}
    places = people.whereabouts(who, clock.now() - LATELY)
    own = [(creator, viewer) for creator, viewer, *_ in seen if places.get(creator, set()) & places.get(viewer, set())]
    devoted = _devoted(seen)
    rewards.refuse(own, "circle", until)
    rewards.refuse(devoted, "clock", until)
    held: Held = {}
    for creator, words in _crowds(rewards.watched(until), places).items():
        _hold(held, creator, "crowd", words, day)
    for creator in _mostly(seen, {*own, *devoted}):
        _hold(
            held, creator, "devotion", "Most of the watching of the day was by accounts that can't be an audience.", day
        )
    return held


def _hold(held: Held, creator: int, sign: str, words: str, day: date) -> None:
    until = flag(creator, sign, f"reward:{day.isoformat()}:{creator}", words)
    if until is not None:
        held[creator] = (words, until)


def _devoted(seen: Watched) -> list[tuple[int, int]]:
    """Return (creator, viewer) of those who watched one creator for longer than people do, and nobody else."""
    creators = defaultdict(list)
    for creator, viewer, points, _number in seen:
        creators[viewer].append((creator, points))
    alone = {viewer: found[0] for viewer, found in creators.items() if len(found) == 1}
    return [(creator, viewer) for viewer, (creator, points) in alone.items() if points >= DEVOTED]


def _crowds(seen: Watched, places: dict[int, set[people.Whereabout]]) -> dict[int, str]:
    """Return the creators most of whose points come from many viewers behind one network and browser, with the words."""
    points, viewers, total = defaultdict(int), defaultdict(set), defaultdict(int)
    for creator, viewer, number, _ in seen:
        total[creator] += number
        for place in places.get(viewer, ()):
            points[creator, place] += number
            viewers[creator, place].add(viewer)
    told = {}
    for (creator, place), number in points.items():
        crowd = len(viewers[creator, place])
        if crowd >= CROWD and number * 100 >= total[creator] * CROWD_PART:
            told[creator] = f"{crowd} viewers of the day came from one network with one kind of browser."
    return told


def _mostly(seen: Watched, refused: set[tuple[int, int]]) -> list[int]:
    """Return the creators most of whose points were taken out."""
    lost, total = defaultdict(int), defaultdict(int)
    for creator, viewer, points, _number in seen:
        total[creator] += points
        lost[creator] += points if (creator, viewer) in refused else 0
    return sorted(creator for creator in total if lost[creator] * 2 > total[creator])
