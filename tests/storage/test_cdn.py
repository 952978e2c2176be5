"""The CDN before our media: links lead there while it is well; one that fails, lies or hangs loses them, by itself."""

import base64
import hashlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Response
from flask.testing import FlaskClient

from tests.films import published
from wm.blueprints import playback
from wm.domains import media, storage
from wm.domains.media import signing
from wm.kernel import clock
from wm.kernel.db import db

KEY = "AdasFilmKey1234567890abc"


class Cdn(ThreadingHTTPServer):
    """A CDN on loopback that fetches from the site, or behaves as `mood` says."""

    daemon_threads = True

    def __init__(self, site):
        super().__init__(("127.0.0.1", 0), Edge)
        self.site, self.mood, self.asked = site, "well", []
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Edge(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        if self.server.mood == "hangs":
            time.sleep(2)
        path = self.path[self.path.index("/media/") :]
        answer = FlaskClient(self.server.site, Response).get(path)
        body = {"lies": b"x" * len(answer.data), "short": answer.data[:100]}.get(self.server.mood, answer.data)
        self.send_response(500 if self.server.mood == "fails" else answer.status_code)
        self.send_header("Content-Length", str(len(body)))
        if self.server.mood != "mute" and (readable := answer.headers.get("Access-Control-Allow-Origin")):
            self.send_header("Access-Control-Allow-Origin", readable)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def cdn(app, monkeypatch):
    server = Cdn(app)
    app.config |= {"CDN_URL": server.url, "OUTBOUND_PORTS": str(server.server_port), "OUTBOUND_LOOPBACK": True}
    monkeypatch.setattr(storage.cdn, "SECONDS", 1.2)
    monkeypatch.setattr(storage.cdn, "NEAR", 0.0)
    yield server
    server.shutdown()
    storage.cdn.cache.forget(storage.cdn.KEY)
    app.extensions.pop("cdn", None)


def checked(times):
    for _ in range(times):
        media.check_cdn()
        db.session.rollback()
        db.session.expire_all()
    return storage.cdn.state()


def open_link():
    return signing.url(KEY, "master.m3u8", is_open=True)


def test_links_for_everybody_lead_to_it_and_those_for_one_person_do_not(cdn, ada):
    assert checked(1).error == ""

    assert open_link().startswith(f"{cdn.url}/media/")
    assert signing.face_url(KEY, "poster.webp", is_shown=True).startswith(cdn.url)
    assert signing.url(KEY, "master.m3u8", False, ada.public_id).startswith("/media/")
    assert signing.face_url(KEY, "poster.webp", is_shown=False).startswith("/media/")


@pytest.mark.parametrize("mood", ["fails", "lies", "short", "hangs", "mute"])
def test_three_bad_checks_lead_links_home_and_three_good_ones_back(cdn, mood):
    cdn.mood = mood
    assert checked(2).is_healthy
    state = checked(1)
    assert (state.is_healthy, state.failures) == (False, 3)
    assert state.error
    assert (open_link()[:7], storage.cdn.mark()) == ("/media/", "own")

    cdn.mood = "well"
    assert not checked(2).is_healthy
    assert checked(1).is_healthy
    assert open_link().startswith(cdn.url)


def test_one_that_is_gone_altogether_is_noticed_and_one_bad_check_is_not_enough(cdn, app):
    checked(1)
    cdn.shutdown()
    cdn.server_close()
    assert checked(2).is_healthy
    assert not checked(1).is_healthy


def test_its_own_tokens_hold_for_the_whole_folder(cdn, app):
    app.config |= {"CDN_SIGNING": "token", "CDN_SECRET": "between us"}
    link = open_link()
    token, ends, folder = link.removeprefix(f"{cdn.url}/bcdn_token=").split("/media/")[0].split("&")
    path = "/media/" + link.split("/media/")[1]

    said = f"between us{path.rpartition('/')[0]}/{ends.partition('=')[2]}token_path={path.rpartition('/')[0]}/"
    assert token == base64.urlsafe_b64encode(hashlib.sha256(said.encode()).digest()).decode().rstrip("=")
    assert folder.startswith("token_path=%2Fmedia%2F")
    assert checked(1).error == ""
    assert int(ends.partition("=")[2]) > clock.now().timestamp()


@pytest.fixture
def river(ada):
    """A film that everybody may watch."""
    piece = published(ada)
    piece.film.is_open = piece.film.has_progressive = True
    db.session.commit()
    return piece


@pytest.mark.once
@pytest.mark.parametrize("place", ["watch", "embed"])
def test_a_player_whom_it_fails_gets_links_round_it_and_nobody_else_does(cdn, client, river, place):
    usual, around = (client.get(f"/{place}/{river.public_id}/source{query}").json for query in ("", "?around=cdn"))

    assert [usual[name].removeprefix(cdn.url) for name in ("master", "mp4")] == [around["master"], around["mp4"]]
    assert (usual["carried"], around["carried"], around["master"][:7]) == (True, False, "/media/")
    assert client.get(f"/{place}/{river.public_id}/source").json["master"] == usual["master"]
    assert "data-carried" in client.get(f"/{place}/{river.public_id}").text


def test_tokens_of_its_own_are_left_out_on_the_way_round(cdn, client, app, river):
    app.config |= {"CDN_SIGNING": "token", "CDN_SECRET": "between us", "MEDIA_URL": "https://media.example"}

    around = client.get(f"/watch/{river.public_id}/source?around=cdn").json

    assert around["master"].startswith("https://media.example/media/")
    assert "bcdn" not in around["master"] + around["mp4"]


@pytest.mark.once
def test_who_says_too_often_that_it_fails_is_not_heard(cdn, client, river, monkeypatch):
    monkeypatch.setattr(playback, "AROUND", "3 per hour")

    answers = [client.get(f"/watch/{river.public_id}/source?around=cdn").json["carried"] for _ in range(5)]

    assert answers == [False, False, False, True, True]


@pytest.mark.once
def test_the_page_lets_films_come_from_it(cdn, client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert all(cdn.url in part for part in policy.split("; ") if part.startswith(("img-", "media-", "connect-")))
