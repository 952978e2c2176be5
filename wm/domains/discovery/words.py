"""Full text on both databases: from what people type to (subject, points) pairs; odd input finds nothing, and never fails.

MySQL: boolean mode over title, tags and maker first, over the whole words only where that finds too little (measured: ten
times quicker). It knows no words of one or two letters and no stop words, so what consists of those is looked for at the
beginning of titles. SQLite: FTS5 with the same two steps."""

import re

from sqlalchemy import Select, and_, literal, select, table, text, union
from sqlalchemy import column as column_of
from sqlalchemy.dialects import mysql

from wm.domains.content import ContentTag
from wm.domains.discovery.models import SearchEntry
from wm.kernel.db import db

MOST, ENOUGH, WORDS = 300, 24, 6
SHORTEST, FULL_WORDS = 3, 84  # InnoDB's
STOPS = frozenset(
    [
        "a",
        "about",
        "an",
        "are",
        "as",
        "at",
        "be",
        "by",
        "com",
        "de",
        "en",
        "for",
        "from",
        "how",
        "i",
        "in",
        "is",
        "it",
        "la",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "was",
        "what",
        "when",
        "where",
        "who",
        "will",
        "with",
        "und",
        "www",
    ]
)
HEAD = SearchEntry.title, SearchEntry.tags, SearchEntry.creator
FTS5 = table("search_words", column_of("rowid"))
WORD = re.compile(r"\w+")


def tokens(typed: str) -> list[str]:
    """Return the words in `typed`, lower case, at most six."""
    return [word.lower() for word in WORD.findall(typed.replace("\0", " "))][:WORDS]


def matches(typed: str, of_people: bool = False, narrowed: Select | None = None) -> list[tuple[int, float]]:
    """Return at most 300 (row id of a piece or a person, points from 0 to 1) pairs that hold every word, best first.

    `narrowed` is a SELECT of the ids of pieces among which to look."""
    words = tokens(typed)
    if not words:
        return []
    column = SearchEntry.person_id if of_people else SearchEntry.content_id
    among = [column.is_not(None)] + ([column.in_(narrowed)] if narrowed is not None else [])
    found = _run(_whole(words, column), among)
    if len(found) < MOST:
        found = _run(_head(words, column), among)
    if len(found) < ENOUGH and not of_people:
        known = {subject for subject, _ in found}
        found += [(each, points / 4) for each, points in _run(_all(words, column), among) if each not in known]
    return found[:MOST]


def _run(wanted: Select | None, among: list) -> list[tuple[int, float]]:
    """Return the pairs of a SELECT of (subject, points), its points made shares of the highest."""
    if wanted is None:
        return []
    rows = db.session.execute(wanted.where(and_(*among)).limit(MOST)).all()
    most = max((points for _, points in rows), default=0) or 1
    return [(subject, points / most) for subject, points in rows]


def _whole(words: list[str], column) -> Select | None:
    """MySQL: a usual word stands as it is in as many pieces as are shown; to look for what it begins costs four times as much (measured)."""
    if db.engine.dialect.name == "sqlite" or column is SearchEntry.person_id or not _searchable(words):
        return None
    return _boolean(words, column, HEAD, is_begun=False)


def _head(words: list[str], column) -> Select | None:
    if db.engine.dialect.name == "sqlite":
        return _fts5(words, column, "{title tags creator} : ")
    columns = (SearchEntry.names,) if column is SearchEntry.person_id else HEAD
    return _boolean(words, column, columns) if _searchable(words) else _beginning(words, column)


def _all(words: list[str], column) -> Select | None:
    if db.engine.dialect.name == "sqlite":
        return _fts5(words, column, "")
    return _boolean(words, column, (*HEAD, SearchEntry.body)) if _searchable(words) else None


def _searchable(words: list[str]) -> list[str]:
    return [word for word in words if SHORTEST <= len(word) <= FULL_WORDS and word not in STOPS]


def _boolean(words: list[str], column, columns, is_begun: bool = True) -> Select:
    """Every word must be there; the last may be a beginning if it `is_begun`, and a plural's s is not asked for."""
    *whole, last = _searchable(words)
    asked = " ".join([*(f"+{word}" for word in whole), f"+{last}*" if is_begun else f"+{last}"])
    points = mysql.match(*columns, against=asked, in_boolean_mode=True)
    return select(column, points.label("points")).where(points).order_by(points.desc())


def _beginning(words: list[str], column) -> Select:
    """For what MySQL's full text does not know: titles that begin so, and exact tags."""
    phrase = " ".join(words)
    begin = select(SearchEntry.id).where(SearchEntry.title.startswith(phrase, autoescape=True))
    tagged = select(SearchEntry.id).join(ContentTag, ContentTag.content_id == SearchEntry.content_id)
    ids = union(begin, tagged.where(ContentTag.tag == phrase)).subquery()  # an OR would read every row
    return select(column, literal(1).label("points")).where(SearchEntry.id.in_(select(ids.c.id)))


def _fts5(words: list[str], column, where: str) -> Select:
    asked = where + "(" + " AND ".join(f'"{word}"' for word in words) + " *)"
    points = text("-bm25(search_words, 10.0, 5.0, 3.0, 1.0) AS points")
    said = text("search_words MATCH :asked").bindparams(asked=asked)
    found = select(column, points).select_from(SearchEntry).join(FTS5, FTS5.c.rowid == SearchEntry.id)
    return found.where(said).order_by(text("points DESC"))
