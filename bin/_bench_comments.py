"""usage: bin/bench comments [--quick] [--json] [--comments N]

One film with few comments and one with very many, in threads of mixed depth, on a MariaDB and a Redis of its own. Signed-in people ask
in one process for the part of the page that holds the comments, in each of its orders, and for more replies of the longest thread.

  comments_p95_ms         of that part under the film with very many
  comments_p95_ms_few     under the film with 100
  growth                  the first over the second; the page with more to say also shows more
  growth_of_bytes         how much more
  statements              the most that one of them took
  kib                     the most that one of them weighs
  replies_p95_ms          a page of more replies of the longest thread
  post_p95_ms             somebody says something there

  --comments N   so many (default 10,000)
  --quick        2,000
  --json         one flat object"""

import argparse
import contextvars
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

import _crowd
from _stage import p95, stage, warn_if_busy
from sqlalchemy import event

from wm.domains import categories, comments, content, people
from wm.domains.content import Content
from wm.kernel.db import db, rollback, transaction

FULL, QUICK, FEW = 10_000, 2_000, 100
PEOPLE, TURNS, POSTS = 500, 60, 40
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
MOST_STATEMENTS = 13


def main(arguments: list[str]) -> int:
    """Measure, print, and return 1 when it takes more statements than we promise."""
    parser = argparse.ArgumentParser(prog="bin/bench comments")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--comments", type=int)
    asked = parser.parse_args(arguments)
    many = asked.comments or (QUICK if asked.quick else FULL)
    with stage() as app:
        warn_if_busy()
        films, tokens = prepare(many)
        result = measured(Reader(app, tokens), *films) | {"comments": many}
    print(json.dumps(result) if asked.json else table(result))
    return int(result["statements"] > MOST_STATEMENTS)


def prepare(many: int) -> tuple[tuple[str, str], list[str]]:
    """Make people and two films, and let them talk; return the films' public ids and cookies of some people."""
    _crowd.people(PEOPLE)
    with transaction():
        categories.plant_first()
        shelves = len(categories.all_in_order())
    _crowd.contents(1, 2, 1, shelves)
    _crowd.talk(1, FEW, PEOPLE)
    _crowd.talk(2, many, PEOPLE)
    with transaction():
        for film in (1, 2):
            comments.recount(film)
        found = [content.with_row_id(film).public_id for film in (1, 2)]
        return tuple(found), [people.open_session(each) for each in people.by_ids(range(2, 22)).values()]


class Reader:
    """People who ask the app, with the statements that each answer took and the bytes that it has."""

    def __init__(self, app, tokens: list[str]):
        self.app, self.tokens, self.said = app, tokens, 0
        event.listen(db.engine, "before_cursor_execute", self._note)

    def _note(self, *_):
        self.said += 1

    def ask(self, turn: int, path: str, **form: str) -> tuple[float, int, int]:
        """Ask for a part, or send a form; return (milliseconds, statements, bytes)."""
        browser, before = self.app.test_client(), self.said
        browser.set_cookie("wm", self.tokens[turn % len(self.tokens)])
        deed = browser.post if form else browser.get
        began = time.perf_counter()
        answer = contextvars.Context().run(deed, path, headers=HTMX, **({"data": form} if form else {}))
        took = (time.perf_counter() - began) * 1000
        if answer.status_code != 200:
            sys.exit(f"{path} answered {answer.status_code}")
        return took, self.said - before, len(answer.data)


def measured(reader: Reader, few: str, many: str) -> dict:
    """Ask for both in turns, then for replies, then say something."""
    reader.app.config["WTF_CSRF_ENABLED"] = False
    orders = [f"/pieces/{{}}/comments?sort={order}" for order in comments.ORDERS]
    for path in orders:
        reader.ask(0, path.format(few)), reader.ask(0, path.format(many))
    pairs = [
        (reader.ask(n, path.format(few)), reader.ask(n, path.format(many))) for n in range(TURNS) for path in orders
    ]
    small, large = zip(*pairs, strict=True)
    root = longest(many)
    replies = [reader.ask(n, f"/comments/{root}/replies") for n in range(TURNS)]
    posts = [reader.ask(n, f"/pieces/{many}/comments", body=f"Number {n}") for n in range(POSTS)]
    return {
        "comments_p95_ms": milliseconds(large),
        "comments_p95_ms_few": milliseconds(small),
        "growth": round(p95(each[0] for each in large) / p95(each[0] for each in small), 2),
        "growth_of_bytes": round(sum(each[2] for each in large) / sum(each[2] for each in small), 2),
        "statements": max(each[1] for each in (*small, *large)),
        "kib": round(max(each[2] for each in large) / 1024, 1),
        "kib_few": round(max(each[2] for each in small) / 1024, 1),
        "replies_p95_ms": milliseconds(replies),
        "post_p95_ms": milliseconds(posts),
        "post_statements": max(each[1] for each in posts),
    }


def milliseconds(figures: list[tuple]) -> float:
    """Return the p95 of the times."""
    return round(p95(each[0] for each in figures), 1)


def longest(public_id: str) -> str:
    """Return the public id of the first comment of the thread with the most replies."""
    rollback()
    comment = comments.Comment
    mine = db.select(comment.public_id).join(Content, Content.id == comment.content_id)
    mine = mine.where(Content.public_id == public_id, comment.depth == 0).order_by(comment.replies.desc())
    found = db.session.scalar(mine.limit(1))
    rollback()
    return found


def table(result: dict) -> str:
    """Return the result for people."""
    return "\n".join(
        [
            f"the comments of a film, in three orders, one process; {result['comments']:,} comments beside {FEW}",
            f"  under the one with very many       {result['comments_p95_ms']:8.1f} ms   p95, {result['kib']} KiB",
            f"  under the one with {FEW}             {result['comments_p95_ms_few']:8.1f} ms   p95, {result['kib_few']} KiB",
            f"  the first over the second          {result['growth']:8.2f}      of its bytes {result['growth_of_bytes']}",
            f"  statements                         {result['statements']:8,}      at most",
            f"  more replies of the longest        {result['replies_p95_ms']:8.1f} ms   p95",
            f"  saying something                   {result['post_p95_ms']:8.1f} ms   p95, {result['post_statements']} statements",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
