"""What lies at an address: films, feeds, and feeds that were made to harm."""

from datetime import UTC, datetime

import pytest

from wm.domains import imports
from wm.domains.imports import feeds
from wm.domains.imports.errors import EmptyFeed, NotAFeed

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Weekly films</title>
<item><title>First / of all</title><pubDate>Mon, 02 Nov 2026 10:00:00 GMT</pubDate><enclosure url="/a.mp4?x=1&amp;y=2" type="video/mp4" length="1234"/></item>
<item><title>Only sound</title><enclosure url="/b.mp3" type="audio/mpeg" length="9"/></item>
<item><title>Media</title><media:content url="http://other.example/c.webm" medium="video" fileSize="x"/></item>
<item><title>By its name</title><enclosure url="d.mkv" type="application/octet-stream"/></item>
<item><title>Inside</title><enclosure url="file:///etc/passwd" type="video/mp4"/></item>
<item><title>Twice</title><enclosure url="d.mkv"/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom films</title><entry><title>One</title><updated>2026-11-02</updated>
<link rel="alternate" href="/page"/><link rel="enclosure" type="video/mp4" href="one.mp4" length="77"/></entry></feed>"""
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
HOSTILE = [
    LAUGHS + "]><rss><channel><title>&j;</title></channel></rss>",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&e;</title></item></channel></rss>',
    '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd"><rss/>',
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p">%p;]><rss/>',
    "<rss><channel><item>",
    '<?xml version="1.0" encoding="nonsense"?><rss/>',
    "<rss>\0</rss>",
]


def test_the_films_of_an_rss_feed_are_found():
    feed = feeds.read(RSS.encode(), "https://films.example/feed/rss.xml")

    assert feed.title == "Weekly films"
    assert [tuple(item) for item in feed.items] == [
        ("First / of all", "https://films.example/a.mp4?x=1&y=2", 1234, datetime(2026, 11, 2, 10, tzinfo=UTC)),
        ("Only sound", "https://films.example/b.mp3", 9, None),
        ("Media", "http://other.example/c.webm", 0, None),
        ("Twice", "https://films.example/feed/d.mkv", 0, None),
    ]


def test_the_films_of_an_atom_feed_are_found():
    (item,) = feeds.read(ATOM.encode("utf-8"), "https://films.example/").items

    assert item == ("One", "https://films.example/one.mp4", 77, datetime(2026, 11, 2, tzinfo=UTC))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_feed_is_no_feed(text):
    assert feeds.seems_one(text.encode())
    with pytest.raises(NotAFeed):
        feeds.read(text.encode(), "https://films.example/")


def test_a_feed_without_films_and_one_without_end():
    with pytest.raises(EmptyFeed):
        feeds.read(b"<rss><channel><title>News</title></channel></rss>", "https://films.example/")
    item = '<item><enclosure url="/{}.mp4" type="video/mp4"/></item>'
    many = "<rss><channel>" + "".join(item.format(n) for n in range(500)) + "</channel></rss>"
    assert len(feeds.read(many.encode(), "https://films.example/").items) == feeds.MOST


@pytest.mark.once
def test_a_look_tells_films_feeds_and_the_rest_apart(elsewhere, film_bytes):
    elsewhere.answers = {
        "/My%20film.mp4?x=1": (200, {"Content-Type": "text/plain"}, film_bytes),
        "/feed": (200, {}, RSS.encode()),
        "/page": (200, {"Content-Type": "video/mp4"}, b"<!doctype html><html>" + b"words " * 200),
        "/large": (200, {"Content-Type": "video/mp4", "Content-Length": str(10**10)}, b""),
        "/moved": (301, {"Location": "/feed"}, b""),
    }

    assert imports.look(f"{elsewhere.at}/My film.mp4?x=1".replace(" ", "%20")) == (imports.FILE, "My film.mp4", [])
    assert imports.look(f"{elsewhere.at}/large").means == imports.FILE
    assert [item.address for item in imports.look(f"{elsewhere.at}/moved").items][0] == f"{elsewhere.at}/a.mp4?x=1&y=2"
    with pytest.raises(imports.NothingToBring):
        imports.look(f"{elsewhere.at}/page")
    with pytest.raises(imports.NotThere):
        imports.look(f"{elsewhere.at}/nothing")
