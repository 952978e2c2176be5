"""An id names one thing of a page, however many lists show the same piece."""

import re
from collections import Counter

import pytest

from tests.films import published
from wm.domains import content, engagement, people, playlists
from wm.kernel import clock
from wm.kernel.db import db, transaction

ID = re.compile(r'<[a-z][^>]*?\sid="([^"]+)"')
PATHS = (
    "/",
    "/feed",
    "/feed/following",
    "/feed/latest",
    "/feed/trending",
    "/search",
    "/search?q=river",
    "/library",
    "/saved",
    "/liked",
    "/history",
    "/notifications",
    "/activity",
    "/studio/",
    "/@ben",
    "/@ben/posts",
    "/@ben/playlists",
    "/@ben/about",
)


@pytest.fixture
def everywhere(as_ben, ben):
    """A film of Ben's that he began, liked, saved, listed and pinned, among others."""
    film = published(ben, "A river film")
    for n in range(30):
        published(ben, f"Another river {n}", minutes_ago=n + 1)
    content.publish(content.draft(ben, "Words", kind="article", body="Of the river."))
    db.session.add(
        engagement.Watch(
            person_id=ben.id, content_id=film.id, position_ms=9, part=40, finished=False, updated_at=clock.now()
        )
    )
    db.session.commit()
    with transaction():
        engagement.like(ben, film)
        engagement.save(ben, film)
        playlists.add(playlists.watch_later(ben), film)
        people.pin(ben, film.id)
    return film


def twice(html: str) -> list[str]:
    return [name for name, times in Counter(ID.findall(html)).items() if times > 1]


def test_no_id_stands_twice_on_a_page(as_ben, everywhere):
    further = re.search(r'href="(/@ben\?after=[^"]+)"', as_ben.get("/@ben").text)[1]
    alone = [path.format(everywhere.public_id) for path in ("/watch/{}", "/feed/why/{}", "/library/places/{}")]

    for path in (*PATHS, further, *alone):
        answer = as_ben.get(path)
        assert (path, answer.status_code, twice(answer.text)) == (path, 200, [])


def test_the_next_part_of_a_page_brings_no_id_that_is_there_already(as_ben, everywhere):
    first = as_ben.get("/@ben").text
    more = as_ben.get(re.search(r'hx-get="(/@ben\?after=[^"]+)"', first)[1], hx=True).text

    assert set(ID.findall(first)) & set(ID.findall(more)) <= {"more"}
