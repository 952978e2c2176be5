"""Uploading in a real browser: dropped, described while it travels, interrupted in every way, and published."""

import base64
import hashlib
import struct

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PLAIN
from tests.media.sources import Sources
from tests.services import wait_until
from wm.domains import categories, content, uploads
from wm.kernel.db import db, transaction
from wm.kernel.storage import store

MIB = 1024 * 1024
SLOW = 2 * MIB  # bytes per second
READY = 90_000  # milliseconds for a tiny film to be converted on a busy machine
DROP = """
  ([place, name, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], name, { type: "video/mp4" }));
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.querySelector(place).dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: files }));
    }
  }
"""


@pytest.fixture(scope="session")
def sources(tmp_path_factory) -> Sources:
    """Films by name."""
    return Sources(tmp_path_factory.mktemp("sources"))


@pytest.fixture
def shelves(app):
    """Categories to choose from."""
    db.session.commit()
    with transaction():
        categories.plant([("nature", "Nature", "sun"), ("craft", "Craft", "grid")])


@pytest.fixture
def long_film(sources, tmp_path):
    """A film of two seconds in a file of 12 MiB: an MP4 may carry free space."""
    path = tmp_path / "low_tide.mp4"
    path.write_bytes(sources("good.mp4").read_bytes() + struct.pack(">I", 12 * MIB) + b"free" + bytes(12 * MIB - 8))
    return path


@pytest.fixture
def desk(visitor, shelves, ada):
    """Ada's browser on the upload page."""
    page = visitor(DESK, person=ada)
    page.goto("/studio/upload")
    expect(page.locator(".intake-plain").first).to_be_hidden()
    page.evaluate("customElements.whenDefined('film-upload').then(() => true)")
    return page


def narrow(page, bytes_per_second: int) -> None:
    """Make the page's line slow; 0 is as fast as it goes."""
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second or -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)


def choose(page, *paths) -> None:
    """Choose files as the button does."""
    page.locator("input[name=films]").set_input_files([str(path) for path in paths])


def row(page, state: str):
    """The one row of the page, once it is in that state."""
    found = page.locator("upload-row")
    expect(found).to_have_attribute("data-state", state, timeout=READY)
    return found


def only() -> tuple[content.Content, uploads.Upload]:
    """The one film there is and the upload that filled it, afresh."""
    db.session.rollback()
    db.session.expire_all()
    piece = db.session.scalars(content.full()).one()
    return piece, uploads.latest_for([piece.public_id])[piece.public_id]


def is_stored() -> bool:
    """Whether a request stores the long piece now: the first one is small, and comes and goes before."""
    upload = only()[1]
    return upload.received > 0 and upload.lease_token is not None


def arrived(path) -> bool:
    """Whether the file lies in storage, byte for byte."""
    _piece, upload = only()
    kept = hashlib.sha256(b"".join(store().open(upload.key)))
    return upload.state == "complete" and kept.digest() == hashlib.sha256(path.read_bytes()).digest()


def test_a_file_that_was_chosen_before_the_page_was_awake_is_sent(visitor, shelves, ada, sources):
    page = visitor(DESK, person=ada)
    page.route("**/film-upload.*.js", lambda route: (page.wait_for_timeout(1500), route.continue_()))
    page.goto("/studio/upload", wait_until="commit")

    choose(page, sources("good.mp4"))

    row(page, "done")


def test_a_film_is_dropped_described_while_it_travels_and_published(desk, sources):
    film_file = base64.b64encode(sources("good.mp4").read_bytes()).decode()

    desk.evaluate(DROP, [".drop", "how_a_river-remembers.mp4", film_file])

    expect(desk.get_by_label("Title", exact=True).last).to_have_value("How a river remembers")
    desk.get_by_label("Description").last.fill("One bend of it.")
    desk.get_by_label("Tags").last.fill("River, Slow")
    desk.get_by_label("Category").last.select_option("nature")
    ready = desk.locator("upload-row").get_by_label("When it is ready")
    ready.or_(desk.locator("upload-row").get_by_label("Now")).press("Space")  # the form may move while the film arrives
    expect(desk.locator(".saved")).to_contain_text("Saved")
    expect(desk.locator("upload-row .standing")).to_contain_text("Ready on every screen", timeout=READY)
    wait_until(lambda: only()[0].is_published, "its publishing, which a job does", seconds=90)
    piece, _upload = only()
    assert (piece.state, piece.description, piece.tags, piece.category.slug) == (
        "published",
        "One bend of it.",
        ["river", "slow"],
        "nature",
    )
    desk.goto("/")
    expect(desk.get_by_role("link", name="How a river remembers").first).to_be_visible()


def test_an_upload_is_paused_and_goes_on(desk, long_film):
    narrow(desk, SLOW)
    choose(desk, long_film)
    row(desk, "sending")
    expect(desk.locator(".bytes-numbers")).to_contain_text("left")
    wait_until(is_stored, "the request with most of the bytes")

    desk.get_by_role("button", name="Pause").click()
    row(desk, "paused")
    wait_until(lambda: only()[1].lease_token is None, "the end of the paused request")
    stood = only()[1].received
    desk.wait_for_timeout(400)
    assert only()[1].received == stood < long_film.stat().st_size
    narrow(desk, 0)
    desk.get_by_role("button", name="Go on").click()

    row(desk, "done")
    assert arrived(long_film)


def test_a_closed_page_goes_on_where_it_was_when_the_same_file_is_chosen(desk, long_film):
    narrow(desk, SLOW)
    choose(desk, long_film)
    row(desk, "sending")
    wait_until(is_stored, "the request with most of the bytes")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.reload()
    wait_until(lambda: only()[1].lease_token is None, "the end of the request of the closed page")
    stood, offsets = only()[1].received, []
    expect(desk.locator("upload-row")).to_contain_text("Choose the same file to go on")
    desk.on(
        "request", lambda sent: offsets.append(int(sent.headers["upload-offset"])) if sent.method == "PATCH" else None
    )
    narrow(desk, 0)

    choose(desk, long_film)

    row(desk, "done")
    assert 0 < stood == offsets[0]
    assert arrived(long_film)


def test_another_file_does_not_go_on_with_it(desk, long_film, sources):
    narrow(desk, SLOW)
    choose(desk, long_film)
    row(desk, "sending")
    wait_until(lambda: only()[1].received > 0, "the first bytes")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.reload()

    desk.locator("input[data-deed=choose]").set_input_files(str(sources("good.mp4")))

    expect(row(desk, "mistaken")).to_contain_text("That is another file")
    desk.get_by_role("button", name="Cancel the upload").click()
    row(desk, "cancelled")
    assert only()[1].state == "gone"


def test_a_server_that_is_killed_only_delays(desk, long_film, live_server):
    narrow(desk, 4 * MIB)
    choose(desk, long_film)
    row(desk, "sending")
    wait_until(lambda: only()[1].received > 0, "the first bytes")

    live_server.restart_web()
    narrow(desk, 0)

    row(desk, "done")
    assert arrived(long_film)


def test_what_is_no_film_is_told_apart_and_the_others_go_on(desk, sources, tmp_path):
    wrong, empty = tmp_path / "words.mp4", tmp_path / "empty.mp4"
    wrong.write_text("Only words. " * 1000)
    empty.touch()

    choose(desk, sources("good.mp4"), wrong, empty)

    expect(desk.locator("upload-row[data-state=refused]")).to_contain_text(
        "This is a text file, whatever its name says"
    )
    expect(desk.locator("[data-rows]")).to_contain_text("This file is empty")
    expect(desk.locator("upload-row[data-state=done]")).to_have_count(1, timeout=READY)


def test_what_is_typed_is_kept_although_a_field_needs_another_look(desk, sources):
    choose(desk, sources("good.mp4"))
    title = desk.locator("upload-row").get_by_label("Title", exact=True)
    title.fill("")

    expect(desk.locator(".saved")).to_contain_text("Give it a title")
    title.fill("Tide")
    expect(desk.locator(".saved")).to_contain_text("Saved")
    assert only()[0].title == "Tide"


def test_leaving_while_bytes_travel_is_asked_about(desk, long_film):
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    narrow(desk, SLOW)
    choose(desk, long_film)
    row(desk, "sending")

    with desk.expect_event("dialog"):
        desk.get_by_role("link", name="Studio").first.click()

    desk.wait_for_timeout(300)
    assert "still on its way" in asked[0]
    assert desk.url.endswith("/studio/upload")


def test_the_plain_form_does_the_same_without_javascript(visitor, shelves, ada, sources):
    page = visitor(PLAIN, person=ada)
    page.goto("/studio/upload")
    page.get_by_label("Title").fill("Low tide")
    page.get_by_label("Keep it as a draft").check()
    page.get_by_label("Films", exact=True).set_input_files(str(sources("good.mp4")))

    page.get_by_role("button", name="Upload").click()

    expect(page.get_by_role("heading", name="Low tide")).to_be_visible()
    assert arrived(sources("good.mp4"))
