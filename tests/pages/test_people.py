"""What a person shows to everybody: the page, the pictures; and the post box of development."""

import re
from io import BytesIO

import pytest

from tests.films import published
from tests.people.test_profile import SVG, drawn
from wm.domains import comments, content, people
from wm.kernel import cache, near
from wm.kernel.db import db, transaction
from wm.kernel.storage import store

BADGE = re.compile(r'Ada Okafor(?:</a>)?<span class="verified"')


def sent(content: bytes, kind="avatar") -> dict:
    data = {f"{kind}-picture": (BytesIO(content), "picture.png")}
    return {"data": data, "content_type": "multipart/form-data"}


@pytest.mark.parametrize(("kind", "size"), [("avatar", (400, 300)), ("cover", (900, 300))])
def test_a_picture_is_sent_shown_and_removed(as_ada, client, run_jobs, kind, size):
    answer = as_ada.post(f"/settings/profile/{kind}", **sent(drawn(*size), kind))
    assert answer.location == "/settings/profile"
    url = getattr(people.by_handle("ada"), f"{kind}_url")
    assert url.rsplit("/", 1)[0] in client.get("/@ada").text

    picture = client.get(url)
    assert picture.headers["Content-Type"] == "image/webp"
    assert picture.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Content-Security-Policy"].startswith("sandbox")
    assert picture.data[8:12] == b"WEBP"
    assert "Set-Cookie" not in picture.headers

    as_ada.post(f"/settings/profile/{kind}/removal")
    run_jobs()
    assert getattr(people.by_handle("ada"), kind) is None
    assert client.get(url).status_code == 404


@pytest.mark.once
def test_a_picture_that_is_none_is_refused_in_place(as_ada):
    for picture, words in (
        (SVG, "We can&#39;t read that file"),
        (b"", "Choose a picture first."),
        (drawn(50, 50), "too small"),
    ):
        for hx in (False, True):
            data = sent(picture) if picture else {"data": {}}
            answer = as_ada.post("/settings/profile/avatar", hx=hx, **data)

            assert answer.status_code == 422
            assert words in answer.text
    assert list(store().keys("pictures/")) == []


@pytest.mark.once
@pytest.mark.parametrize(
    "path",
    [
        "/pictures/x/96.webp",
        "/pictures/..%2f..%2fsecret/96.webp",
        f"/pictures/{'a' * 22}/96.webp",
        f"/pictures/{'a' * 22}/..%2f96.webp",
    ],
)
def test_a_picture_that_we_never_made_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_a_person_has_a_page_under_one_spelling(client, ada):
    assert client.get("/@ada").status_code == 200
    assert client.get("/@ADA").location == "/@ada"
    assert client.get("/@nobody").status_code == 404
    assert "<html" not in client.get("/@ada", hx=True).text


@pytest.mark.once
@pytest.mark.parametrize("tab", ["", "/posts", "/courses", "/playlists", "/about", "/followers", "/following"])
def test_every_tab_has_one_address_and_says_something_when_it_is_empty(client, as_ada, ada, tab):
    assert client.get(f"/@ADA{tab}").location == f"/@ada{tab}"
    for browser in (client, as_ada):
        whole, part = browser.get(f"/@ada{tab}"), browser.get(f"/@ada{tab}", hx=True)
        assert "<html" in whole.text
        assert "<html" not in part.text
        assert len(part.text.strip()) > 0


@pytest.mark.once
def test_the_tabs_part_films_from_words(client, ada):
    published(ada, "A film of mine")
    content.publish(content.draft(ada, "An article of mine", kind="article", body="Words."))
    db.session.commit()

    assert "A film of mine" in client.get("/@ada").text
    assert "An article of mine" not in client.get("/@ada").text
    assert "An article of mine" in client.get("/@ada/posts").text


@pytest.mark.once
def test_a_page_takes_the_same_statements_however_many_films_it_shows(as_ben, ada, statements):
    published(ada, "First")
    as_ben.get("/@ada")
    statements.clear()
    as_ben.get("/@ada")
    few = len(statements)

    for title in ("Second", "Third", "Fourth"):
        published(ada, title)
    statements.clear()
    as_ben.get("/@ada")

    assert len(statements) == few


@pytest.mark.once
def test_the_page_of_a_person_shows_no_private_word(client, ada):
    shown = client.get("/@ada").text

    assert "example.org" not in shown
    assert "creator" not in shown.split("<main")[1]


def test_a_name_is_shown_as_written_and_never_run(as_ada, client):
    as_ada.post(
        "/settings/profile",
        data={"profile-handle": "ada", "profile-name": "<b>Ada</b>", "profile-bio": "<script>alert(1)</script>"},
    )

    shown = client.get("/@ada").text

    assert "<script>alert" not in shown
    assert "&lt;b&gt;Ada&lt;/b&gt;" in shown


def test_mail_can_be_read_in_development_only(app, client, ada, run_jobs):
    client.post("/forgotten", data={"name": "ada"})
    run_jobs()
    listed = client.get("/dev/mail/").text
    (path,) = re.findall(r'href="(/dev/mail/[^"]+\.eml)"', listed)
    assert "/reset/" in client.get(path).text

    for setting in ({"ENVIRONMENT": "production"}, {"SMTP_URL": "smtp://mail.example.org"}):
        before = dict(app.config)
        app.config.update(setting)
        assert client.get("/dev/mail/").status_code == client.get(path).status_code == 404
        app.config.update(before)


@pytest.mark.once
@pytest.mark.parametrize("name", ["..%2f..%2fsecret", "x.eml", "20260101T000000000000-abcdef.eml", "%2e%2e/secret"])
def test_the_post_box_opens_nothing_but_its_mails(client, name):
    assert client.get(f"/dev/mail/{name}").status_code == 404


def films_of(answer):
    return re.findall(r'card-title"><a href="/watch/[^"]+">([^<]+)<', answer.text)


def test_what_is_pinned_stands_once_and_is_counted_once(as_ada, client, ada):
    for n in range(30):
        published(ada, f"Film {n}", minutes_ago=n)
    old = db.session.query(content.Content).filter_by(title="Film 29").one()
    as_ada.post("/pin", data={"piece": old.public_id})

    first = client.get("/@ada")
    second = client.get(re.search(r'href="(/@ada\?after=[^"]+)"', first.text)[1])

    assert films_of(first) == ["Film 29", *(f"Film {n}" for n in range(24))]
    assert films_of(second) == [f"Film {n}" for n in range(24, 29)]


def test_a_pin_moves_the_piece_out_of_the_list_at_once(as_ada, ada):
    published(ada, "Older", minutes_ago=5)
    newer = published(ada, "Newer", minutes_ago=1)

    pinned = as_ada.post("/pin", data={"piece": newer.public_id}, hx=True)
    assert films_of(pinned) == ["Newer", "Older"]
    assert 'hx-target="#pieces"' in pinned.text

    assert films_of(as_ada.post("/pin", data={"piece": ""}, hx=True)) == ["Newer", "Older"]
    assert people.by_handle("ada").pinned_content_id is None


@pytest.mark.once
def test_a_lone_film_that_is_pinned_leaves_no_empty_word_below(as_ada, client, ada):
    as_ada.post("/pin", data={"piece": published(ada, "Only one").public_id})

    shown = client.get("/@ada")

    assert films_of(shown) == ["Only one"]
    assert "No films yet" not in shown.text


@pytest.mark.once
def test_whoever_is_verified_wears_the_badge_wherever_their_name_stands(client, ada):
    film = published(ada, "Clay")
    with transaction():
        comments.post(film, ada, "I made this.")
    places = ("/", "/feed/latest", "/search", f"/watch/{film.public_id}")
    assert not any('class="verified"' in client.get(path).text for path in places)

    with transaction():
        people.give_badge(ada)
    cache.client().flushdb()
    near.forget_all()

    assert [len(BADGE.findall(client.get(path).text)) for path in places] == [
        1,
        1,
        2,
        2,
    ]  # among those whom one may like, too
