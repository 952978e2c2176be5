"""Seeding: once, all or nothing, and then the ordinary way of every upload."""

import dataclasses

import pytest
from sqlalchemy import func, select

from wm import demo
from wm.demo import bringing, seeding
from wm.demo.films import FILMS, find
from wm.demo.people import CAST
from wm.domains import categories, comments, content, engagement, imports, people, playlists, tracks, uploads
from wm.kernel import clock, job
from wm.kernel.db import db

SAID = {"sunflower": ["en", "bn"], "night-train": ["en", "fr"], "music-box": ["en", "de"], "kolam": []}


def rows():
    """How many rows each table has."""
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables
    }


def promised(kind):
    return [row.subject for row in db.session.scalars(select(job.Job).where(job.Job.kind == kind).order_by(job.Job.id))]


@pytest.fixture
def one_short_film(monkeypatch):
    """The demo cut down to Ada, Nomvula and half a second of dunes."""
    dunes = find("dunes")
    film = dataclasses.replace(dunes, canvas=dataclasses.replace(dunes.canvas, width=320, height=180, seconds=0.5))
    monkeypatch.setattr(seeding, "FILMS", (film,))
    monkeypatch.setattr(seeding, "find", lambda slug: film)
    monkeypatch.setattr(seeding, "CAST", tuple(member for member in CAST if member.handle in ("ada", "nomvula")))
    return film


@pytest.mark.once
def test_the_whole_community_is_there_and_seeding_twice_changes_nothing(app):
    assert demo.seed() is True

    _everybody_has_name_role_words_and_links()
    _every_film_waits_as_a_draft_with_its_words_and_a_promise_to_make_it()
    _some_films_have_captions_in_two_languages_and_chapters()
    _people_like_save_and_list_films_and_the_counts_say_so()
    _people_talk_under_each_others_films()
    _a_film_could_not_be_fetched_and_another_waits_though_nobody_is_asked()
    before = rows()
    assert demo.seed() is False
    assert rows() == before


def _a_film_could_not_be_fetched_and_another_waits_though_nobody_is_asked():
    found = imports.of_person(people.by_handle("ada").id).items
    assert [(row.state, row.reason) for row in found] == [("waiting", ""), ("failed", imports.NotAllowed.message)]
    imports.tidy()
    db.session.refresh(found[0])
    assert (found[0].state, promised("imports.bring")) == ("waiting", [found[0].public_id])
    assert "imports.bring" not in [db.session.get(job.Job, row).kind for row, _ in job.due()]


def _everybody_has_name_role_words_and_links():
    for member in CAST:
        person = people.by_handle(member.handle)
        assert (person.name, person.role, person.bio) == (member.name, member.role, member.bio)
        assert [(link.label, link.url) for link in person.links] == list(member.links)
        assert people.sign_in(member.handle, demo.DEMO_PASSWORD, network="").id == person.id


def _every_film_waits_as_a_draft_with_its_words_and_a_promise_to_make_it():
    assert promised("demo.make") == [film.slug for film in FILMS]
    assert promised("demo.dress") == [member.handle for member in CAST]
    for film in FILMS:
        piece = content.owned(people.by_handle(film.by), words=film.title).items[0]
        hours = (clock.now() - piece.published_at).total_seconds() / 3600
        assert (piece.state, piece.publish_when_ready, piece.views) == ("draft", True, film.views)
        assert piece.category.slug == film.category
        assert film.hours_ago <= hours < film.hours_ago + 1


def _some_films_have_captions_in_two_languages_and_chapters():
    films = {slug: content.owned(people.by_handle(find(slug).by), words=find(slug).title).items[0] for slug in SAID}
    assert {slug: [row.language for row in tracks.captions.shown(film)] for slug, film in films.items()} == SAID
    assert [len(tracks.chapters.of(film)) for film in films.values()] == [0, 3, 3, 3]


def _people_like_save_and_list_films_and_the_counts_say_so():
    pieces = list(db.session.scalars(select(content.Content).where(content.Content.kind == "film")))
    cy = people.by_handle("cy")
    music = playlists.by_person(cy, cy)[-1]
    assert sum(piece.likes for piece in pieces) == db.session.scalar(select(func.count(engagement.Like.id))) > 50
    assert music.playlist.title == "Music for a quiet hour"
    assert db.session.scalar(select(func.count(engagement.Tally.id))) == 0
    assert engagement.reconcile()[1] == 0


def _people_talk_under_each_others_films():
    said = db.session.scalars(db.select(comments.Comment).order_by(comments.Comment.id)).all()
    assert len(said) == 19
    assert max(each.depth for each in said) == 4
    assert all(each.is_visible and each.created_at <= clock.now() for each in said)
    assert comments.wrong_comments() == []


def test_a_taken_handle_leaves_nothing_behind(app):
    people.enrol(name="Oksana", handle="oksana", email="first@example.org", password="x", role="viewer")
    db.session.commit()
    before = rows()

    with pytest.raises(people.HandleTaken):
        demo.seed()

    assert rows() == before


def test_the_command_says_how_to_sign_in_and_how_far_it_is(app, one_short_film):
    run = app.test_cli_runner()

    assert demo.DEMO_PASSWORD in run.invoke(args=["demo", "seed"]).output
    assert "already" in run.invoke(args=["demo", "seed"]).output
    assert run.invoke(args=["demo", "status"]).output.splitlines() == ["dunes          to be made", "1 to be made"]


def test_the_command_refuses_in_production(app):
    app.config["ENVIRONMENT"] = "production"

    answer = app.test_cli_runner().invoke(args=["demo", "seed"])

    assert answer.exit_code == 1
    assert "not for production" in answer.output
    assert categories.all_in_order() == []


@pytest.mark.once
def test_a_film_is_made_uploaded_encoded_and_published_by_jobs(app, one_short_film, run_jobs, monkeypatch):
    monkeypatch.setitem(bringing.CAME, "dunes", "https://films.example.org/dunes.mp4")
    demo.seed()

    ran = run_jobs()

    ada, nomvula = people.by_handle("ada"), people.by_handle("nomvula")
    piece = content.by_person(nomvula, ada).items[0]
    assert [kind for kind in ran if kind.startswith("demo.")] == ["demo.dress", "demo.dress", "demo.make"]
    assert ran.count("media.encode") == 1
    assert (piece.title, piece.film.state, piece.film.duration_ms) == (one_short_film.title, "ready", 500)
    assert piece.published_at < clock.now()
    assert all((ada.avatar, ada.cover, nomvula.avatar, nomvula.cover))
    assert demo.standing() == [("dunes", "ready")]
    assert [(row.host, row.state) for row in imports.of_person(nomvula.id).items] == [("films.example.org", "done")]


@pytest.mark.once
def test_making_again_uploads_nothing_twice(app, one_short_film, run_jobs):
    demo.seed()
    run_jobs()
    piece = content.owned(people.by_handle("nomvula"), kind="film").items[0]
    before = rows()

    demo.deliver("dunes", piece.id)

    assert rows() == before


@pytest.mark.once
def test_an_upload_that_a_killed_worker_left_is_ended_and_made_again(app, one_short_film, run_jobs):
    demo.seed()
    piece = content.owned(people.by_handle("nomvula"), kind="film").items[0]
    left = uploads.begin(piece.person_id, 1000, {"filename": "dunes.mp4"}, subject=piece.public_id)
    db.session.commit()

    run_jobs()

    assert uploads.find(left.id).state == "gone"
    assert demo.standing() == [("dunes", "ready")]
