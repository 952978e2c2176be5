"""Coming in and going out in a real browser, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.looking import complaints
from tests.conftest import PASSWORD
from tests.services import wait_until
from wm.kernel import mail, paths

PHRASE = "my kettle sings at dawn"
LINK = re.compile(r"http://[^/]+(/\S+)")


def join(tab, handle):
    tab.goto("/join")
    for name, words in {
        "name": "Dee Mori",
        "handle": handle,
        "email": f"{handle}@example.org",
        "password": PHRASE,
    }.items():
        tab.locator(f"#join [name={name}]").fill(words)
    tab.get_by_role("button", name="Join", exact=True).click()


def link_to(address):
    """The path of the link in the latest mail to `address`, once it is written."""

    def found():
        return [text for name in mail.written() if f"To: {address}" in (text := paths.var("mail", name).read_text())]

    wait_until(found, f"a mail to {address}")
    return LINK.search(found()[0])[1]


@pytest.mark.parametrize("kind", ["page", "phone", "plain"])
def test_a_newcomer_is_refused_then_joins_and_is_in(request, kind):
    tab = request.getfixturevalue(kind)
    join(tab, "admin")
    expect(tab.locator(".field-error")).to_contain_text("kept for the site")
    expect(tab.locator("#join [name=name]")).to_have_value("Dee Mori")

    join(tab, "dee")
    expect(tab).to_have_url(re.compile("/join/sent$"))
    tab.goto(link_to("dee@example.org"))
    tab.get_by_role("button", name="Confirm and come in").click()

    expect(tab.locator(".flash")).to_contain_text("Welcome to Weekmotion, Dee Mori.")
    tab.goto("/settings/account")
    expect(tab.locator("main")).to_contain_text("dee@example.org")


def test_going_back_after_signing_out_shows_nothing_private(page, ada):
    page.goto("/sign-in?next=/settings/account")
    page.locator("[name=name]").fill("ada")
    page.locator("#sign-in [name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("main")).to_contain_text("ada@example.org")
    page.goto("/settings/sessions")
    page.get_by_label("Your menu").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator(".flash")).to_contain_text("You are signed out.")

    for _ in range(3):
        page.go_back()

        expect(page.locator("main")).not_to_contain_text("ada@example.org")
        expect(page.locator("main")).not_to_contain_text("Where you are signed in")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_password_can_be_looked_at_and_its_length_is_judged(page):
    page.goto("/join")
    secret = page.locator("#join [name=password]")
    secret.fill("short")
    expect(page.locator(".password-length")).to_have_text("Too short")

    secret.fill(PHRASE)
    page.get_by_role("button", name="Show the password").click()

    expect(page.locator(".password-length")).to_have_text("Long: very good")
    expect(secret).to_have_attribute("type", "text")


def give_passkeys(page) -> None:
    """Give this browser a device that keeps passkeys and knows its owner's finger (Chromium's own, through CDP)."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    own = device | {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": own})


def test_a_passkey_is_made_its_codes_are_kept_and_it_signs_in_alone(visitor, live_server, ada):
    site = live_server.url.replace("127.0.0.1", "localhost")  # passkeys are bound to a name, never to a number
    page = visitor(DESK)
    give_passkeys(page)
    page.goto(f"{site}/sign-in?next=/settings/safety/passkeys")
    page.locator("[name=name]").fill("ada")
    page.locator("#sign-in [name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator("#codes li")).to_have_count(10)
    assert complaints(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Keep as a file").click()
    page.get_by_label("I have these codes").check()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#ways")).to_contain_text("10 of 10 are left")
    assert complaints(page) == []

    page.context.clear_cookies()
    page.goto(f"{site}/sign-in?next=/settings/account")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("main")).to_contain_text("ada@example.org")

    page.context.clear_cookies()
    page.goto(f"{site}/sign-in?next=/settings/account")
    page.locator("[name=name]").fill("ada")
    page.locator("#sign-in [name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(download.value.path().read_text().splitlines()[2])
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("main")).to_contain_text("ada@example.org")
