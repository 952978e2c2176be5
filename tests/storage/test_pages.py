"""The pages of the store: what the admin sees and does, what a creator sees, and nobody else."""

import json
import re
from datetime import timedelta

import pytest

from tests.films import published
from wm.domains import content, housekeeping, storage, uploads
from wm.domains.housekeeping import Rule, sweeping
from wm.domains.platform.models import Audit
from wm.domains.storage import moving
from wm.kernel import clock
from wm.kernel.db import db, transaction
from wm.kernel.storage import store


@pytest.fixture
def heavy(ada):
    """A film of 8 bytes with an original of 4 GB, by the word of its rows."""
    piece = published(ada, "The long dune", minutes_ago=300 * 24 * 60)
    upload = uploads.begin(ada.id, 4 * 10**9, {"filename": "dune.mp4"})
    upload.state, upload.received, upload.ended_at = "complete", 4 * 10**9, clock.now()
    film = piece.film
    film.upload_id, film.source_key, film.source_bytes = upload.id, upload.key, 4 * 10**9
    film.ready_at = piece.published_at
    store().put(f"published/{film.key}/master.m3u8", b"#EXTM3U\n")
    store().put("published/NobodysFilmKey0123456789/x.mp4", b"astray")
    db.session.commit()
    sweeping.sweep()
    with transaction():
        housekeeping.weighing.weigh_after(0)
    return piece


@pytest.mark.once
@pytest.mark.parametrize("hx", [False, True])
def test_an_admin_sees_what_lies_where_and_what_it_costs(as_ruth, heavy, hx, app):
    app.config["STORAGE_PRICE"] = "0.02"
    html = as_ruth.get("/admin/storage", hx=hx).text

    assert ("<html" in html) is not hx
    assert "The long dune" in html
    assert "0.08" in html


@pytest.mark.once
def test_every_page_reads_plain_and_in_part_and_only_for_admins(as_ruth, as_mo, heavy):
    for path in (
        "rules",
        "rules?rule=originals&days=30&views=10&height=480",
        "rules/runs",
        "waiting",
        "stores",
        "people/ada",
    ):
        plain, part = as_ruth.get(f"/admin/storage/{path}"), as_ruth.get(f"/admin/storage/{path}", hx=True)
        assert (plain.status_code, part.status_code) == (200, 200), path
        assert "<html" in plain.text and "<html" not in part.text  # noqa: PT018
        assert as_mo.get(f"/admin/storage/{path}").status_code == 404


def test_a_rule_is_shown_applied_and_taken_back(as_ruth, heavy, run_jobs):
    asked = {"rule": "originals", "days": "30", "views": "10", "height": "480"}
    shown = as_ruth.get("/admin/storage/rules", query_string=asked).text
    assert "The long dune" in shown
    assert "4.0 GB" in shown or "3.7 GiB" in shown or "4 GB" in shown
    assert as_ruth.post("/admin/storage/rules", data=asked).status_code == 422
    assert housekeeping.rules.runs() == []

    assert as_ruth.post("/admin/storage/rules", data=asked | {"reason": "The disk fills up."}).status_code == 303
    run_jobs()
    assert "raw/" in as_ruth.get("/admin/storage/waiting").text
    run = housekeeping.rules.runs()[0]
    assert as_ruth.post(f"/admin/storage/rules/runs/{run.public_id}/undoing", hx=True).status_code == 200

    assert storage.deleting.count_waiting() == (0, 0)
    assert {"storage.rule", "storage.rule_undone"} <= set(db.session.scalars(db.select(Audit.event)))


def test_the_look_says_which_views_count(as_ruth, heavy):
    asked = {"rule": "rungs", "days": "30", "views": "10", "within": "60", "height": "480"}
    shown = as_ruth.get("/admin/storage/rules", query_string=asked).text
    assert "fewer than 10 times in the last 60 days" in shown
    assert "Views are counted by day since" in shown

    content.add_views({heavy.id: 1}, day=clock.now().date() - timedelta(days=60))
    assert "Views are counted by day since" not in as_ruth.get("/admin/storage/rules", query_string=asked).text
    refused = as_ruth.post("/admin/storage/rules", data=asked | {"within": "366", "reason": "Room."})
    assert refused.status_code == 422
    assert housekeeping.rules.runs() == []
    as_ruth.post("/admin/storage/rules", data=asked | {"reason": "Room."})
    assert json.loads(housekeeping.rules.runs()[0].args) == Rule("rungs", 30, views=10, within=60)._asdict()


def test_a_store_is_tested_and_its_keys_are_never_shown_again(as_ruth, s3_server, app):
    made = s3_server.bucket("tested-by-a-page")
    typed = {"endpoint": made["S3_ENDPOINT_URL"], "bucket": "tested-by-a-page", "region": "us-east-1"}
    typed |= {"access_key": "k", "secret_key": "canary-of-a-key"}

    html = as_ruth.post("/admin/storage/stores/other", data=typed).text
    own = as_ruth.post("/admin/storage/stores/test", hx=True).text

    assert "The other store can do all that is needed" in html
    assert "The store can do all that is needed" in own
    assert "canary-of-a-key" not in html
    assert as_ruth.post("/admin/storage/stores/other", data=typed | {"endpoint": "nonsense"}).status_code == 422


def test_a_move_is_begun_and_shown(as_ruth, s3_server, heavy, run_jobs):
    made = s3_server.bucket("moved-by-a-page")
    typed = {
        "endpoint": made["S3_ENDPOINT_URL"],
        "bucket": "moved-by-a-page",
        "access_key": "k",
        "secret_key": "canary",
    }

    assert as_ruth.post("/admin/storage/stores/move", data=typed).status_code == 303
    run_jobs()

    html = as_ruth.get("/admin/storage/stores").text
    there = [key for key in store().keys("") if not key.startswith("processing/")]
    assert (moving.latest().state, moving.latest().copied) == ("done", len(there))
    assert "S3_BUCKET=moved-by-a-page" in html
    assert "canary" not in html


def test_a_move_from_the_console_says_what_to_set(app, heavy, tmp_path):
    said = app.test_cli_runner().invoke(args=["storage", "move", "--to", str(tmp_path / "there" / "store")])

    assert said.exit_code == 0, said.output
    assert f"VAR_DIR={tmp_path / 'there'}" in said.output


def test_an_admin_gives_a_person_another_quota_and_says_why(as_ruth, heavy, ada):
    assert as_ruth.post("/admin/storage/people/ada", data={"size": "5"}).status_code == 422
    assert as_ruth.post("/admin/storage/people/ada", data={"size": "5", "reason": "A festival."}).status_code == 303

    assert uploads.left(ada.id) == 10**9
    record = db.session.scalars(db.select(Audit).where(Audit.event == "storage.quota")).one()
    assert (record.target, record.reason) == (f"person:{ada.id}", "A festival.")


@pytest.mark.parametrize("hx", [False, True])
def test_a_creator_sees_what_counts(as_ada, as_ben, heavy, hx):
    html = as_ada.get("/studio/storage", hx=hx).text
    assert "The long dune" in html
    assert hx or re.search(r"<meter[^>]+value=\"0\.07", html)
    assert "The long dune" not in as_ben.get("/studio/storage").text


def test_what_fails_at_the_cdn_is_shown(as_ruth, app):
    app.config["CDN_URL"] = "https://films.example"
    db.session.add(
        storage.cdn.Carrier(id=1, is_healthy=False, since=clock.now(), failures=3, successes=0, error="answered 500")
    )
    assert "answered 500" in as_ruth.get("/admin/storage").text
