"""The edge: one transaction per request, refusals explained in the form that was asked for, an id on everything."""

from datetime import timedelta

import pytest
from flask import Response, flash
from sqlalchemy import insert, select

from wm.app import create_app
from wm.domains.categories.models import Category
from wm.kernel import clock
from wm.kernel.db import db
from wm.kernel.errors import NotNow, TooMany
from wm.web.headers import cached
from wm.web.hypermedia import go, page, swap
from wm.web.viewer import fresh, public, signed_in, staff

SLUG = "written"


def write() -> None:
    db.session.execute(insert(Category).values(slug=SLUG, name="Written", icon="x", position=1, is_fallback=False))


def is_written() -> bool:
    db.session.rollback()
    return db.session.scalar(select(Category.id).where(Category.slug == SLUG)) is not None


@public
def writes_and_answers(status: int) -> Response:
    write()
    return Response("x", status)


@public
def writes_and_refuses() -> Response:
    write()
    raise NotNow("Not while the moon is full.")


@public
def breaks() -> Response:
    write()
    raise ZeroDivisionError("secret=CANARY")


@public
def too_many() -> Response:
    raise TooMany(retry_after=120)


@public
def swaps() -> Response:
    return swap("/there", "macros/_flash.html", message="Posted", messages=[("done", "first")])


@public
def shows() -> Response:
    return page("errors/bare.html", "macros/_flash.html", messages=[], status_code=1, message="whole")


@public
@cached(10)
def greedy() -> Response:
    flash("touches the session")
    return Response("x")


@pytest.fixture(scope="module")
def strange(site, settings):
    """Another site on the same rows, with pages of our own."""
    strange = create_app("testing", **settings)
    strange.config["WTF_CSRF_ENABLED"] = False
    for method, rule, view in [
        ("GET", "/x/<int:status>", writes_and_answers), ("POST", "/x/<int:status>", writes_and_answers),
        ("POST", "/x/refuses", writes_and_refuses), ("POST", "/x/breaks", breaks), ("GET", "/x/too-many", too_many),
        ("POST", "/x/swaps", swaps), ("GET", "/x/shows", shows), ("GET", "/x/greedy", greedy),
        ("GET", "/x/fresh", fresh(lambda: Response("f"))), ("GET", "/x/mine", signed_in(lambda: Response("mine"))), ("GET", "/x/staff", staff("admin")(lambda: Response("s"))),
        ("GET", "/x/go", public(lambda: go("/there", "Moved"))),
    ]:  # fmt: skip
        strange.add_url_rule(rule, f"{method}{rule}", view, methods=[method])
    strange.test_client_class = site.test_client_class
    return strange


@pytest.fixture
def client(app, strange):
    return strange.test_client()


@pytest.mark.parametrize(("status", "kept"), [(200, True), (303, True), (404, False), (422, False), (500, False)])
def test_an_answer_below_400_commits_and_all_else_rolls_back(client, status, kept):
    client.post(f"/x/{status}")

    assert is_written() is kept


def test_a_get_changes_nothing(client):
    client.get("/x/200")

    assert not is_written()


def test_a_refusal_rolls_back_and_says_why(client):
    answer = client.post("/x/refuses")

    assert answer.status_code == 409
    assert "Not while the moon is full." in answer.text
    assert "<html" in answer.text
    assert not is_written()


@pytest.mark.once
def test_htmx_gets_the_refusal_as_a_message(client):
    answer = client.post("/x/refuses", hx=True)

    assert answer.status_code == 409
    assert "<html" not in answer.text
    assert answer.headers["HX-Retarget"] == "#flash"


@pytest.mark.once
def test_machines_get_the_refusal_as_json(client):
    answer = client.post("/x/refuses", headers={"Accept": "application/json"})

    assert answer.json["code"] == "not_now"
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


def test_a_bug_is_a_page_with_a_request_id_and_no_traceback(client):
    answer = client.post("/x/breaks")

    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.text
    assert "ZeroDivision" not in answer.text
    assert "CANARY" not in answer.text
    assert not is_written()


@pytest.mark.once
def test_too_many_says_when_to_come_back(client):
    answer = client.get("/x/too-many")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "120"
    assert "2 minutes" in answer.text


@pytest.mark.once
def test_a_change_goes_back_to_a_page_without_htmx(client):
    answer = client.post("/x/swaps")

    assert (answer.status_code, answer.location) == (303, "/there")


def test_a_change_brings_the_fragments_and_the_message_to_htmx(client):
    answer = client.post("/x/swaps", hx=True)

    assert answer.status_code == 200
    assert "first" in answer.text
    assert '<hx-partial hx-target="#flash" hx-swap="outerHTML">' in answer.text
    assert "Posted" in answer.text


def test_a_page_is_whole_or_the_part_that_changes(client):
    assert "<html" in client.get("/x/shows").text
    assert "<html" not in client.get("/x/shows", hx=True).text
    boosted = {"HX-Request": "true", "HX-Request-Type": "full"}
    assert "<html" in client.get("/x/shows", headers=boosted).text
    history = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/x/shows", headers=history).text
    assert "HX-Request" in client.get("/x/shows").headers["Vary"]


def test_htmx_is_sent_elsewhere_by_header(client):
    assert client.get("/x/go").location == "/there"
    assert client.get("/x/go", hx=True).headers["HX-Redirect"] == "/there"


def test_visitors_are_asked_to_sign_in_and_come_back(client):
    answer = client.get("/x/mine?a=1")

    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/x/mine?a%3D1"


def test_a_stale_session_is_asked_for_the_password_again(client, ben):
    browser = client.sign_in(ben)
    assert browser.get("/x/fresh").status_code == 200

    clock.shift(timedelta(minutes=6))

    assert browser.get("/x/fresh").location == "/confirm?next=/x/fresh"


def test_staff_doors_do_not_exist_for_others(client, ben, ruth):
    assert client.sign_in(ben).get("/x/staff").status_code == 404
    assert client.sign_in(ruth).get("/x/staff").status_code == 200


@pytest.mark.once
def test_a_cached_route_that_touches_the_session_is_caught(client):
    assert client.get("/x/greedy").status_code == 500


@pytest.mark.once
def test_a_change_from_another_site_is_refused(client):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert client.post("/x/200", headers=headers).status_code == 403

    assert not is_written()


@pytest.mark.once
def test_a_stranger_host_is_refused(app, client):
    client.application.config["TRUSTED_HOSTS"] = ["localhost"]

    assert client.get("/health", headers={"Host": "evil.example"}).status_code == 400
