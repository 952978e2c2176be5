"""Search: every kind by title, tag, maker and words; only what the viewer may see; nothing typed is an error."""

import re

import pytest

from jobs import discovery as jobs
from tests.films import published
from wm.domains import categories, content, discovery, graph, people
from wm.domains.discovery import words
from wm.domains.discovery.models import SearchEntry
from wm.kernel.db import db, transaction
from wm.web.viewer import VISITOR

ODD = [
    "'",
    '"',
    '"river',
    "river*",
    "+river -slow",
    "(((",
    "~<>@",
    "river AND",
    "NEAR(a b)",
    "title:river",
    "\\",
    "%",
    "_",
]
ODD += [
    "\x00",
    "日本",
    "a",
    "the",
    "x" * 400,
    "🎬",
    "' OR 1=1 --",
    "river" + " river" * 50,
    "*",
    "-",
    "+",
    "{title} : x",
]


def titles(typed, viewer=VISITOR, **narrowed):
    return [piece.title for piece in content.in_order(discovery.search(typed, viewer, **narrowed).page.items)]


def written(person, title, kind="article", **fields):
    piece = content.draft(person, title, kind=kind, **({"body": "Some words."} | fields))
    content.publish(piece)
    db.session.commit()
    return piece


def test_it_finds_titles_tags_makers_and_words_and_needs_every_word(ada, ben, run_jobs):
    published(ada, "The slow river", tags=["water"])
    published(ben, "Riverbed", description="Where stones are counted")
    run_jobs()

    assert titles("river slow") == ["The slow river"]
    assert titles("#water") == ["The slow river"]
    assert titles("hart") == ["Riverbed"]
    assert titles("stones counted") == ["Riverbed"]
    assert set(titles("riv")) == {"The slow river", "Riverbed"}
    assert titles("river mountain") == []
    assert titles("   ") == ["Riverbed", "The slow river"]


def test_it_finds_every_kind_and_counts_them(ada, run_jobs, client):
    categories.plant([("craft", "Craft", "hand"), ("music", "Music", "music")])
    craft, music = categories.called("craft"), categories.called("music")
    published(ada, "Clay on film", category=craft)
    written(ada, "Clay in words", category=music)
    written(ada, "Clay to take home", kind="resource", category=craft)
    run_jobs()

    found = discovery.search("clay", VISITOR)
    assert found.kinds == {"film": 1, "article": 1, "resource": 1}
    assert found.categories == {craft.id: 2, music.id: 1}
    assert titles("clay", kind="article") == ["Clay in words"]
    assert set(titles("clay", category_id=craft.id)) == {"Clay on film", "Clay to take home"}
    page = client.get("/search?q=clay&kind=article&category=music").text
    assert "Clay in words" in page
    assert "Clay on film" not in page


@pytest.mark.every_case
@pytest.mark.parametrize("typed", ODD)
def test_nothing_that_is_typed_is_an_error(client, ada, run_jobs, typed):
    published(ada, "The slow river")
    run_jobs()

    for path in ("/search", "/search/suggestions"):
        for hx in (False, True):
            answer = client.get(path, query_string={"q": typed}, hx=hx)
            assert answer.status_code == 200, path


def test_short_and_common_words_are_found_too(ada, run_jobs):
    published(ada, "Go and see", tags=["go"])
    published(ada, "To be", tags=["the"])
    run_jobs()

    assert titles("go") == ["Go and see"]
    assert "To be" in titles("to be")


def test_only_what_the_viewer_may_see_is_found(ada, ben, cy, run_jobs):
    for visibility in ("public", "unlisted", "followers", "private"):
        published(ada, f"Secret {visibility}", visibility=visibility)
    content.draft(ada, "Secret draft")
    db.session.commit()
    with transaction():
        graph.follow(ben, ada)
    run_jobs()
    assert titles("secret") == ["Secret public"]
    assert set(titles("secret", ben)) == {"Secret public", "Secret followers"}

    with transaction():
        graph.block(ada, cy)
    assert titles("secret", cy) == []
    assert [each.handle for each in discovery.found_people("ada", cy)] == []
    assert not discovery.suggest("secret", cy)
    assert discovery.suggest("secret", VISITOR).pieces[0].title == "Secret public"
    assert len(discovery.suggest("secret", VISITOR).pieces) == 1


def test_what_is_edited_or_removed_is_found_as_it_is_now(ada, run_jobs):
    piece = published(ada, "Old words")
    run_jobs()
    content.edit(content.own(piece.public_id, ada), title="New words", tags=["fresh"])
    run_jobs()
    assert titles("fresh") == ["New words"]
    assert titles("old") == []

    content.remove(content.own(piece.public_id, ada))
    run_jobs()
    assert titles("new") == []
    assert db.session.query(SearchEntry).filter(SearchEntry.content_id.is_not(None)).count() == 0


def test_people_are_found_by_name_soon_after_they_joined(ada, ben):
    discovery.index_newcomers()
    db.session.commit()

    assert [each.handle for each in discovery.found_people("okafor", VISITOR)] == ["ada"]
    assert [each.handle for each in discovery.found_people("@ben", VISITOR)] == ["ben"]
    assert [each.handle for each in discovery.suggest("Oka", VISITOR).people] == ["ada"]
    assert discovery.index_newcomers() == 0


def test_the_nightly_rebuild_brings_everything_up_to_date(ada, run_jobs):
    published(ada, "Never indexed")
    gone = published(ada, "Not out any more")
    run_jobs()
    db.session.query(SearchEntry).filter_by(title="Never indexed").delete()
    content.unpublish(content.own(gone.public_id, ada))
    db.session.commit()

    place = 0, 0
    while place:
        place = discovery.rebuild(*place)
    db.session.commit()

    assert titles("indexed") == ["Never indexed"]
    assert {row.title for row in db.session.query(SearchEntry)} == {"Never indexed", people.find(ada.id).name}


def test_pages_of_results_neither_repeat_nor_skip(client, ada):
    for n in range(60):
        published(ada, f"River {n}", minutes_ago=n)
    jobs.rebuild()

    seen, path = [], "/search?q=river"
    while path:
        text = client.get(path, hx=True).text
        seen += re.findall(r">(River \d+)<", text)
        path = (re.findall(r'hx-get="(/search\?[^"]+)"', text) or [""])[0].replace("&amp;", "&")

    assert sorted(seen) == sorted(f"River {n}" for n in range(60))


def test_suggestions_are_titles_tags_and_people_that_begin_so(client, ada, run_jobs):
    published(ada, "River at dawn", tags=["riverside"])
    published(ada, "The other river")
    run_jobs()

    part = client.get("/search/suggestions?q=riv", hx=True).text
    whole = client.get("/search/suggestions?q=riv").text

    for title in ("River at dawn", "The other river", "riverside"):
        assert title in part
        assert title in whole
    assert "<html" not in part
    assert "<ul>" not in client.get("/search/suggestions?q=r", hx=True).text


def test_the_words_one_typed_are_escaped(client):
    text = client.get("/search?q=<script>alert(1)</script>").text

    assert "<script>alert" not in text


def test_a_page_of_results_takes_few_statements(as_ben, ada, run_jobs, statements):
    for n in range(30):
        published(ada, f"River {n}")
    run_jobs()
    statements.clear()

    as_ben.get("/search?q=river")

    assert len(statements) <= 13, statements


def test_what_begins_with_a_word_is_looked_for_where_the_word_itself_finds_too_little(
    on_a_server, ada, run_jobs, monkeypatch
):
    titles = {published(ada, title).id: title for title in ("River 1", "River 2", "Riverside")}
    run_jobs()
    monkeypatch.setattr(words, "ENOUGH", 0)  # the whole of the pieces is not looked through

    found = [titles[each] for each, _ in words.matches("river")]
    monkeypatch.setattr(words, "MOST", 2)
    usual = [titles[each] for each, _ in words.matches("river")]

    assert sorted(found) == ["River 1", "River 2", "Riverside"]
    assert sorted(usual) == ["River 1", "River 2"]


def test_whoever_changes_their_name_is_found_by_the_new_one_and_so_is_what_they_made(ada, ben, run_jobs):
    published(ada, "The slow river")
    db.session.add_all(
        SearchEntry(person_id=each.id, kind="person", title=each.name, names=each.name) for each in (ada, ben)
    )
    run_jobs()

    with transaction():
        people.edit_profile(db.session.merge(ada), name="Wilhelmina Quist", handle="wilhelmina", bio="", links=[])
    run_jobs()

    assert [each.handle for each in discovery.found_people("quist", VISITOR)] == ["wilhelmina"]
    assert discovery.found_people("Ada", VISITOR) == []
    assert titles("wilhelmina river") == ["The slow river"]


def test_people_and_pieces_with_the_same_words_do_not_hide_each_other(ada, run_jobs):
    for n in range(30):
        published(ada, f"Ada at work, part {n}", minutes_ago=n)
    run_jobs()
    with transaction():
        discovery.index_person(ada.id)

    assert [each.handle for each in discovery.found_people("ada", VISITOR)] == ["ada"]
    assert len(titles("ada work")) == 24
