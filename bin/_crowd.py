"""Fills an empty MariaDB with a crowd: people, whom they follow, what they publish, what they watch and like.

Rows go in by the thousand as plain values (measured: ten times quicker than with functions among them). Who is popular and
what is new follow rough power laws, the same on every run."""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, select, text

from wm.domains.comments import Comment
from wm.domains.comments.models import INDENTS, STEP
from wm.domains.content import Content, ContentTag
from wm.domains.graph import Follow
from wm.domains.media import Film
from wm.domains.people import Person
from wm.kernel import clock
from wm.kernel.db import db

CHUNK = 5000
SYLLABLES = [
    "ba",
    "ko",
    "ri",
    "lu",
    "men",
    "sa",
    "to",
    "vel",
    "nor",
    "i",
    "an",
    "de",
    "fro",
    "gar",
    "hil",
    "jo",
    "mi",
    "pa",
    "qui",
    "ro",
    "su",
    "tal",
    "u",
    "wen",
    "zor",
]
KINDS = (("film", 60), ("article", 20), ("update", 12), ("resource", 5), ("course", 3))
YEAR_MINUTES = 365 * 24 * 60
FOLLOWS = 20
VOCABULARY, USUAL = 20_000, 50  # the most usual fifty would be "the" and "of", which nobody searches for


def in_chunks(rows: Iterable) -> Iterator[list]:
    """Yield lists of at most CHUNK rows."""
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def insert(table: Any, rows: Iterable[dict]) -> None:
    """Insert rows, each list of them in a transaction of its own."""
    for chunk in in_chunks(rows):
        with db.engine.begin() as connection:
            connection.execute(table.__table__.insert(), chunk)


def people(count: int) -> None:
    """Add `count` people."""
    joined = clock.now() - timedelta(days=400)
    same = {"password_hash": "-", "role": "viewer", "bio": "", "created_at": joined, "email_verified_at": joined}
    insert(
        Person,
        (
            {"handle": f"p{n}", "name": f"{word(n).title()} {word(n * 7).title()}", "email": f"p{n}@example.org"}
            | {"email_key": f"p{n}@example.org"}
            | same
            for n in range(1, count + 1)
        ),
    )


def word(n: int) -> str:
    """Return the n-th word of the language that titles are made of; the lower, the shorter and the more usual."""
    n, syllables = n % VOCABULARY + len(SYLLABLES), []
    while n:
        n, digit = divmod(n, len(SYLLABLES))
        syllables.append(SYLLABLES[digit])
    return "".join(reversed(syllables))


def spoken(dice: random.Random) -> str:
    """Return a word as people say and search them: the n-th most usual one n times less often than the first (Zipf's law)."""
    return word(int(USUAL * (VOCABULARY / USUAL) ** dice.random()) - USUAL)


def follows(active: int, count: int) -> None:
    """Let each of the first `active` people follow about twenty others, popular ones more often."""
    dice, now = random.Random(1), clock.now()
    for start in range(1, active + 1, CHUNK // FOLLOWS):
        those = range(start, min(start + CHUNK // FOLLOWS, active + 1))
        pairs = {(each, popular(dice, count)) for each in those for _ in range(FOLLOWS)}
        rows = ({"follower_id": a, "followed_id": b, "created_at": now} for a, b in sorted(pairs) if a != b)
        insert(Follow, rows)


def followers(maker: int, those: Iterable[int]) -> None:
    """Let all of those people follow one maker."""
    now = clock.now()
    insert(Follow, ({"follower_id": each, "followed_id": maker, "created_at": now} for each in those))


def talk(content_id: int, count: int, persons: int) -> None:
    """Say `count` things under a piece: a third begin threads, the others answer, mostly early ones, to any depth."""
    dice, when = random.Random(content_id), clock.now() - timedelta(days=30)
    first = 1 + (db.session.scalar(select(func.max(Comment.id))) or 0)
    db.session.rollback()
    said: dict[int, dict] = {}
    for n in range(first, first + count):
        above = said[first - 1 + popular(dice, len(said))] if said and dice.random() > 1 / 3 else None
        moment = when + timedelta(seconds=n)
        who = {"content_id": content_id, "person_id": 1 + n * 7919 % persons, "shown_at": moment, "created_at": moment}
        words = " ".join(spoken(dice) for _ in range(dice.randrange(4, 40)))
        said[n] = {"id": n, "body": words, "replies": 0, "score": 0} | who | _place(n, above)
        for each in {said[n]["root_id"], said[n]["parent_id"]} - {None}:
            said[each]["replies"] += 1
            said[each]["score"] += 1
    insert(Comment, said.values())


def _place(n: int, above: dict | None) -> dict:
    """Return where a comment stands, as the domain puts it."""
    if above is None:
        return {"depth": 0, "parent_id": None, "root_id": None, "path": f"{n:0{STEP}x}"}
    path = above["path"][: STEP * INDENTS] if above["depth"] else ""
    root_id = above["root_id"] or above["id"]
    return {"depth": above["depth"] + 1, "parent_id": above["id"], "root_id": root_id, "path": f"{path}{n:0{STEP}x}"}


def popular(dice: random.Random, count: int) -> int:
    """Return a number from 1 to `count`, small ones far more often."""
    return 1 + int(count * dice.random() ** 3)


def contents(first: int, last: int, makers: int, shelves: int) -> None:
    """Add the pieces with the row ids `first` to `last`, spread over a year, each by one of `makers`."""
    dice, now = random.Random(first), clock.now()
    kinds = dice.choices([kind for kind, _ in KINDS], [share for _, share in KINDS], k=last - first + 1)
    films = [n for n, kind in zip(range(first, last + 1), kinds, strict=True) if kind == "film"]
    ready = {"state": "ready", "source_key": "raw/none", "duration_ms": 60_000, "width": 1280, "height": 720}
    insert(Film, ({"id": n, "playable_at": now, "ready_at": now, "is_open": True} | ready for n in films))
    insert(Content, (piece(n, kind, dice, makers, shelves, now) for n, kind in enumerate(kinds, first)))
    insert(ContentTag, ({"content_id": n, "tag": spoken(dice), "position": 0} for n in range(first, last + 1)))


def piece(n: int, kind: str, dice: random.Random, makers: int, shelves: int, now) -> dict:
    """Return one row of content."""
    when = now - timedelta(minutes=dice.random() * YEAR_MINUTES)
    said = " ".join(spoken(dice) for _ in range(30))
    shown = {"title": said[:60].rpartition(" ")[0].capitalize(), "description": said, "visibility": "public"}
    out = {"state": "published", "published_at": when, "created_at": when, "updated_at": when}
    by = {"person_id": popular(dice, makers), "category_id": dice.randrange(1, shelves + 1)}
    return {"id": n, "kind": kind, "film_id": n if kind == "film" else None} | shown | out | by


def engagements(count: int, pieces: int, active: int, step: Callable[[int], None] = lambda done: None) -> None:
    """Add about `count` likes and watched films of the first `active` people (what comes out twice counts once)."""
    dice, now = random.Random(pieces), clock.now().replace(tzinfo=None)
    like = "INSERT IGNORE INTO `like` (person_id, content_id, created_at) VALUES (%s, %s, %s)"
    watch = (
        "INSERT IGNORE INTO watch (person_id, content_id, position_ms, part, finished, updated_at)"
        " VALUES (%s, %s, %s, %s, %s, %s)"
    )
    for done in range(0, count, CHUNK):
        pairs = sorted((popular(dice, pieces), dice.randrange(1, active + 1)) for _ in range(CHUNK))
        kept = [(person, content_id, now) for content_id, person in pairs[::2]]
        seen = [(person, content_id, 9000, 45, False, now) for content_id, person in pairs[1::2]]
        connection = db.engine.raw_connection()
        with connection.cursor() as cursor:
            cursor.executemany(like, kept)
            cursor.executemany(watch, seen)
        connection.commit()
        connection.close()
        step(done + CHUNK)


def counted() -> None:
    """Write the counts of likes and views onto the pieces, fill the search, and let the optimizer look at it all."""
    with db.engine.begin() as connection:
        for statement in (
            (
                "UPDATE content JOIN (SELECT content_id, COUNT(*) n FROM `like` GROUP BY content_id) l"
                " ON l.content_id = content.id SET likes = n, views = 12 * n, updated_at = updated_at"
            ),
            (
                "INSERT INTO search_entry (content_id, kind, title, tags, creator, body) SELECT c.id, c.kind, c.title, t.tag,"
                " p.name, c.description FROM content c JOIN person p ON p.id = c.person_id"
                " JOIN content_tag t ON t.content_id = c.id WHERE c.id > (SELECT COALESCE(MAX(content_id), 0) FROM search_entry)"
            ),
            (
                "INSERT INTO search_entry (person_id, kind, title, tags, creator, body, names)"
                " SELECT id, 'person', name, handle, '', '', CONCAT(name, ' ', handle) FROM person"
                " WHERE id > (SELECT COALESCE(MAX(person_id), 0) FROM search_entry)"
            ),
            "ANALYZE TABLE content, follow, search_entry, watch, `like`",
        ):
            connection.execute(text(statement))
