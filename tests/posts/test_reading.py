"""Articles, updates and resources: what their pages show, to whom, and what of what people type never comes through."""

import re
import time

import pytest

from tests.films import published
from wm.domains import content, graph
from wm.kernel.db import db
from wm.web import markdown
from wm.web.sanitiser import clean


def piece_of(person, title="", kind="article", **fields):
    piece = content.draft(person, title, kind=kind, **fields)
    content.publish(piece)
    db.session.commit()
    return piece


def address(piece, *more):
    return "/".join(("/read", piece.public_id, *more))


@pytest.mark.once
def test_an_article_is_read_by_anybody(client, ada):
    piece = piece_of(ada, "On waiting", description="A standfirst.", body="# One\n\nTwo **three**.\n\n- four")

    whole, part = client.get(address(piece)), client.get(address(piece), hx=True)

    assert '<h1 class="post-title">On waiting</h1>' in whole.text
    assert "<h2>One</h2>" in whole.text
    assert "<strong>three</strong>" in whole.text
    assert "1 min read" in whole.text
    assert part.text.strip().startswith('<article class="post" id="post"')
    assert "<html" not in part.text


NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.example/pixel.png)",
    '<div hx-get="/settings" data-x style="color:red">a</div>',
    "<https://example.org/'onmouseover='alert(1)>",
    '[a](/x "" onclick=alert(1) ")',
]


@pytest.mark.once
@pytest.mark.parametrize("text", NASTY)
def test_nothing_that_runs_or_asks_elsewhere_comes_through(client, ada, text):
    html = client.get(address(piece_of(ada, "Nasty", body=text))).text

    written = html.split('class="post-written"')[1].split("</article>")[0].replace(" hx-ignore", "")
    tags = " ".join(re.findall(r"<[^>]*>", written))
    assert not re.search(r"<script|<img|hx-|javascript:|data:|style|\son[a-z]+=", tags)


def test_the_sanitiser_alone_holds_whatever_comes():
    html = clean(
        '<p onclick="x" style="y" hx-get="/z" data-a="b" id="c" class="d">k<script>1</script><svg/onload=1></p>'
    )

    assert html == "<p>k</p>"
    assert clean('<a href="//evil.example">x</a><img src="/media/x.webp">') == "<a>x</a><img>"


def test_a_film_is_embedded_by_its_link_alone(client, ada, ben):
    film, hidden = published(ada, "River film"), published(ben, "Secret film", visibility="private")
    body = f"See:\n\nhttp://localhost/watch/{film.public_id}\n\nand /watch/{hidden.public_id} and\n\n[x](/watch/{hidden.public_id})\n\nend"

    html = client.get(address(piece_of(ada, "With a film", body=body))).text

    assert f'card-title"><a href="/watch/{film.public_id}"' in html
    assert "River film" in html
    assert "Secret film" not in html
    assert "A film stood here." in html


@pytest.mark.once
def test_tags_and_people_in_words_are_links(client, app, ada, ben):
    article = piece_of(ada, "T", body="About #Lichen and @ben, not `#code` or mail@example.org or a#b.")
    update = piece_of(ada, kind="update", body="Today: #rain, with @ada. https://example.org/#frag")

    read, said = client.get(address(article)).text, client.get(address(update)).text

    assert '<a href="/tags/lichen">#Lichen</a>' in read
    assert '<a href="/@ben">@ben</a>' in read
    assert "/tags/code" not in read
    assert '<a href="/tags/rain">#rain</a>' in said
    assert "/tags/frag" not in said
    assert content.watchable(article.public_id, ada).tags == ["lichen"]
    assert content.mentions(update.body) == ["ada"]


def test_the_page_of_a_tag_lists_what_the_viewer_may_see(client, as_ada, ada):
    piece_of(ada, kind="update", body="Seen #moss")
    piece_of(ada, kind="update", body="Kept to myself #moss", visibility="private")
    published(ada, "A film of it", tags=["moss"])

    page = client.get("/tags/moss")

    assert "Seen #moss" in page.text
    assert "A film of it" in page.text
    assert "Kept to myself" not in page.text
    assert client.get("/tags/Moss").headers["Location"] == "/tags/moss"
    assert "<html" not in client.get("/tags/moss", hx=True).text
    assert "Nothing carries #peat yet" in client.get("/tags/peat").text


@pytest.mark.once
def test_many_cards_cost_no_more_than_few(client, ada, statements):
    film = published(ada, "F")
    for number in range(3):
        update = piece_of(ada, kind="update", body=f"{number} #peat")
        content.link_film(update, film.public_id, ada)
    client.get("/tags/peat")
    statements.clear()
    client.get("/tags/peat")
    few = len(statements)
    for number in range(9):
        update = piece_of(ada, kind="update", body=f"more {number} #peat")
        content.link_film(update, film.public_id, ada)
    db.session.commit()
    statements.clear()

    client.get("/tags/peat")

    assert len(statements) == few


def test_only_for_followers(client, as_ben, as_ada, ada, ben):
    piece = piece_of(ada, kind="update", body="For those who follow", visibility="followers")

    assert client.get(address(piece)).status_code == 404
    assert as_ben.get(address(piece)).status_code == 404
    graph.follow(ben, ada)
    assert as_ben.get(address(piece)).status_code == 200


def test_for_members_alone_it_stands_in_lists_and_is_locked(ada, ben):
    piece = piece_of(ada, "An article", body="words\n\nmore words")

    content.edit(piece, visibility="members")
    assert (piece.visibility, content.lock_of(piece).by_level, content.opens(piece, ben)) == ("public", 1, False)
    assert (piece.free_body, content.opens(piece, ada)) == ("words", True)

    content.edit(piece, visibility="public")
    assert (content.lock_of(piece), piece.free_body) == (None, "words\n\nmore words")


def test_an_update_holds_two_thousand_characters(ada):
    with pytest.raises(content.TooManyWords):
        content.draft(ada, "", kind="update", body="x" * 2001)


@pytest.mark.once
def test_a_watch_address_of_what_is_no_film_leads_to_it(client, ada):
    piece = piece_of(ada, "An article", body="words")

    assert client.get(f"/watch/{piece.public_id}").headers["Location"] == address(piece)
    film = published(ada, "A film")
    assert client.get(address(film)).headers["Location"] == f"/watch/{film.public_id}"


def test_what_is_written_is_previewed(as_ada, client, ada):
    plain, part = (
        as_ada.post("/read/preview", data={"body": "## Hi"}),
        as_ada.post("/read/preview", data={"body": "## Hi"}, hx=True),
    )

    assert "<html" in plain.text
    assert part.text.strip().startswith('<div class="post-preview" id="preview">')
    assert "<h2>Hi</h2>" in part.text
    assert client.post("/read/preview", data={"body": "x"}).status_code == 303


@pytest.mark.once
@pytest.mark.parametrize("text", ["[" * 50_000, "*a " * 30_000, "> " * 5_000, "#a " * 33_000, "`a``b" * 20_000])
def test_a_long_article_of_signs_is_read_quickly(app, text):
    started = time.process_time()
    with app.test_request_context():
        markdown.parts(text)

    assert time.process_time() - started < 5


def test_headings_begin_below_the_title_and_skip_no_level(app):
    html = markdown.parts("## a\n\n#### b\n\n## c\n\n# d")[0].html

    assert re.findall(r"<(h\d)>(\w)", html) == [("h2", "a"), ("h3", "b"), ("h2", "c"), ("h2", "d")]


def test_a_tag_may_hold_any_sign(client, ada):
    published(ada, "A film of it", tags=["a/b c", "é%?"])

    for tag in ("a%2Fb%20c", "a/b c", "é%25%3F"):
        assert "A film of it" in client.get(f"/tags/{tag}").text


@pytest.mark.once
def test_the_same_words_are_rendered_once(client, ada, monkeypatch):
    piece = piece_of(ada, "Kept", body="# Kept\n\n<b>no</b>")
    first = client.get(address(piece)).text
    monkeypatch.setattr(markdown, "parts", None)

    again = client.get(address(piece)).text

    assert "<h2>Kept</h2>" in again
    assert "&lt;b&gt;no&lt;/b&gt;" in again
    assert again.split("post-written")[1][:200] == first.split("post-written")[1][:200]
