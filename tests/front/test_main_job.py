"""The main job through the front door: sign in, upload, see the encode, publish, and somebody else watches."""

import base64
import html
import re
import subprocess
import threading
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

import m3u8
import pytest
import requests

from tests.conftest import PASSWORD
from tests.services import wait_until
from wm.domains import categories, content
from wm.domains.media import tools
from wm.kernel.db import db

TUS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
PATIENCE = 90
ON_ITS_WAY = 64 * 1024  # bytes that may be lost between the browser and the application
MEDIA = re.compile(r'data-(master|mp4|storyboard)="([^"]+)"')


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    """Three seconds of moving picture with sound, as a camera would make them."""
    path = tmp_path_factory.mktemp("source") / "holiday.mp4"
    picture = ("-f", "lavfi", "-i", "testsrc2=s=854x480:r=25:d=3", "-f", "lavfi", "-i", "sine=f=330:d=3")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
    subprocess.run([tools.ffmpeg(), "-v", "error", *picture, *coded, str(path)], check=True, timeout=60)
    return path


def csrf(page: str) -> str:
    return html.unescape(re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1])


def post(browser, url, page_url=None, **fields):
    """Send a form as its page would."""
    token = csrf(browser.get(page_url or url).text)
    same = {"Origin": f"https://{urlsplit(url).netloc}", "Sec-Fetch-Site": "same-origin"}
    return browser.post(url, data=fields | {"csrf_token": token}, headers=same, allow_redirects=False)


@pytest.fixture
def creator(front, ada):
    """Ada's browser, signed in through the form."""
    categories.plant_first()
    db.session.commit()
    browser = front.visitor()
    answer = post(browser, f"{front.url}/sign-in", name="ada", password=PASSWORD, remember="y")
    assert answer.status_code == 303, answer.text
    browser.headers["X-CSRFToken"] = csrf(browser.get(f"{front.url}/studio/upload").text)
    return browser


def upload(front, browser, source) -> str:
    """Send the film in two pieces; returns the public id of the piece that was begun."""
    whole = source.read_bytes()
    name = base64.b64encode(source.name.encode()).decode()
    begin = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(whole)), "Upload-Metadata": f"filename {name}"}
    begun = browser.post(f"{front.url}/uploads/", headers=begin)
    assert begun.status_code == 201, begun.text
    place, half = urljoin(front.url, begun.headers["Location"]), len(whole) // 2
    for start, part in ((0, whole[:half]), (half, whole[half:])):
        answer = browser.patch(place, data=part, headers=TUS | {"Upload-Offset": str(start)})
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(start + len(part)))
    db.session.expire_all()
    return db.session.scalars(db.select(content.Content)).one().public_id


def links(front, browser, public_id) -> dict[str, str]:
    """What the player is given, absolute."""
    page = browser.get(f"{front.url}/watch/{public_id}").text
    return {kind: urljoin(front.url, html.unescape(path)) for kind, path in MEDIA.findall(page) if path}


def heard(front, browser, public_id) -> list[str]:
    """Follow the live stream of a film in the background."""
    said = []

    def follow():
        stream = browser.get(f"{front.url}/live/films/{public_id}", stream=True, timeout=PATIENCE)
        with stream, suppress(requests.RequestException):
            said.append(stream.headers["Content-Type"])
            said.extend(line for line in stream.iter_lines(decode_unicode=True) if line.startswith("data:"))

    threading.Thread(target=follow, daemon=True).start()
    return said


def test_a_film_goes_from_one_browser_to_another(front, creator, stranger, source, app):
    public_id = upload(front, creator, source)
    said = heard(front, creator, public_id)
    published = post(
        creator,
        f"{front.url}/studio/films/{public_id}",
        title="A holiday",
        description="",
        tags="sea",
        visibility="public",
        release="ready",
    )
    assert published.status_code == 303, published.text

    wait_until(lambda: "storyboard" in links(front, stranger, public_id), "the whole film", PATIENCE)

    shown = links(front, stranger, public_id)
    assert_adaptive(stranger, shown["master"])
    assert_plays(stranger, shown["mp4"], source)
    assert said[0].startswith("text/event-stream")
    assert len(said) > 1
    assert "A holiday" in front.visitor().get(f"{front.url}/?x={public_id}").text
    assert_private_is_private(front, creator, stranger, public_id)


def assert_adaptive(browser, master_url):
    """Every playlist parses, every segment is there, byte for byte as long as promised."""
    answer = browser.get(master_url)
    master = m3u8.loads(answer.text, uri=master_url)
    assert {item.stream_info.resolution for item in master.playlists} == {(640, 360), (854, 480)}
    addresses = [item.absolute_uri for item in (*master.playlists, *master.media) if item.uri]
    for address in addresses:
        playlist = m3u8.loads(browser.get(address).text, uri=address)
        assert sum(segment.duration for segment in playlist.segments) == pytest.approx(3, abs=0.2)
        for segment in playlist.segments:
            length, start = map(int, segment.byterange.split("@"))
            asked = {"Range": f"bytes={start}-{start + length - 1}"}
            part = browser.get(segment.absolute_uri, headers=asked)
            assert (part.status_code, len(part.content)) == (206, length)


def assert_plays(browser, url, source):
    """The progressive file is a film of the same length to somebody else's tool."""
    path = source.with_name("came-back.mp4")
    path.write_bytes(browser.get(url).content)
    probe = [tools.ffmpeg(), "-v", "error", "-i", str(path), "-f", "null", "-"]
    assert subprocess.run(probe, check=True, capture_output=True, text=True).stderr == ""


def assert_private_is_private(front, creator, stranger, public_id):
    """Once it is private, neither the page nor the links of before open for anybody else."""
    before = links(front, stranger, public_id)
    url = f"{front.url}/studio/films/{public_id}"

    answer = post(creator, url, title="A holiday", visibility="private", release="ready")

    assert answer.status_code == 303
    assert stranger.get(f"{front.url}/watch/{public_id}").status_code == 404
    wait_until(lambda: stranger.get(before["mp4"]).status_code == 404, "the end of the old links", PATIENCE)
    assert creator.get(links(front, creator, public_id)["mp4"]).status_code == 200
    assert_adaptive(creator, links(front, creator, public_id)["master"])  # what is relative inherits whom it is for


def test_whoever_asks_can_not_pretend_to_be_elsewhere(front, ada):
    browser = front.visitor()
    browser.headers.update(
        {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    )

    post(browser, f"{front.url}/sign-in", name="ada", password=PASSWORD)

    shown = browser.get(f"{front.url}/settings/sessions").text
    assert "203.0.113" not in shown
    networks = [row[0] for row in db.session.execute(db.text("SELECT network FROM session"))]
    assert networks
    assert not [network for network in networks if network.startswith("203.")]


def test_an_upload_that_is_cut_off_keeps_what_came(front, creator, source):
    whole = source.read_bytes()
    begin = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(whole) * 10)}
    begun = creator.post(f"{front.url}/uploads/", headers=begin)
    assert begun.status_code == 201, begun.text
    place = urljoin(front.url, begun.headers["Location"])

    def breaks_off():
        yield whole
        raise ConnectionError("the train went into a tunnel")

    with pytest.raises(requests.ConnectionError):
        creator.patch(place, data=breaks_off(), headers=TUS | {"Upload-Offset": "0"})

    def kept():
        return int(creator.head(place, headers={"Tus-Resumable": "1.0.0"}).headers["Upload-Offset"])

    wait_until(lambda: kept() > len(whole) - ON_ITS_WAY, "the bytes that had come", 20)
