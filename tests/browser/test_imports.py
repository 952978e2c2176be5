"""A film that comes from another site, fetched by the real workers while its creator looks on."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PLAIN
from tests.canary import Canary
from tests.media.sources import Sources

COMES = 60_000  # milliseconds on a busy machine


@pytest.fixture
def elsewhere(live_server, tmp_path):
    """Another site with one film, which it gives out slowly enough to be watched."""
    server, film = Canary(port=live_server.other_port), Sources(tmp_path)("good.mp4").read_bytes()
    pieces = [film[at : at + len(film) // 30] for at in range(0, len(film), len(film) // 30)]
    server.answers = {"/low_tide.mp4": (200, {"Content-Length": str(len(film))}, pieces)}
    yield f"http://127.0.0.1:{server.port}/low_tide.mp4"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("profile", [DESK, PLAIN], ids=["with scripts", "without"])
def test_a_film_is_brought_from_its_address(visitor, ada, elsewhere, profile):
    page = visitor(profile, person=ada)
    page.goto("/studio/imports/new")
    page.get_by_label("Address").fill(elsewhere)
    page.get_by_role("button", name="Bring it here").click()

    page.wait_for_url("**/studio/upload")
    row = page.locator(".import", has_text="low_tide.mp4")
    if profile is DESK:
        expect(row).to_contain_text("All of it has arrived.", timeout=COMES)
    page.goto("/studio/")
    expect(page.get_by_role("link", name="Low tide", exact=True).first).to_be_visible()
