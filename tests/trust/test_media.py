"""A small part of what bin/trust media asks, so that its questions stay answerable; and that they bite."""

from pathlib import Path

import pytest

from tests.trust.media import hostile, kills, sending, tokens
from tests.trust.media.corpus import Corpus, attacks, lies, mutants
from wm.domains import media

pytestmark = pytest.mark.once


def test_a_link_opens_its_own_film_for_its_own_time(app):
    assert tokens.bad(tokens.run(app, 2)) == 0


def test_links_that_nobody_compares_would_be_noticed(app):
    assert tokens.bad(tokens.run_broken(app, 2)) > 0


def test_what_is_cut_again_and_again_arrives_whole(app):
    found = sending.run(app, 4)

    assert sending.bad(found) == 0


def test_a_reader_notices_a_list_that_names_what_is_not_there(tmp_path):
    folder = tmp_path / "published" / "film"
    folder.mkdir(parents=True)
    (folder / "master.m3u8").write_text('#EXTM3U\n#EXT-X-MEDIA:URI="audio.m3u8"\nv360.m3u8?v=2\n')
    (folder / "audio.m3u8").write_text("#EXTM3U\n#EXT-X-BYTERANGE:9@0\naudio.mp4\n#EXT-X-ENDLIST\n")
    (folder / "v360.m3u8").write_text("#EXTM3U\n")
    (folder / "audio.mp4").write_bytes(b"12345")
    reader = kills.Reader(tmp_path, ["film"])

    reader.look(folder)

    assert sorted(reader.complaints) == ["film/audio.mp4", "film/v360.m3u8"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Corpus:
    return Corpus(tmp_path_factory.mktemp("corpus"))


@pytest.mark.slow
def test_lists_of_other_files_and_lies_are_refused_in_words(corpus, begun_with, run_jobs):
    """Through the front door of media; bin/trust media asks the same, and all the bombs, of real workers."""
    listener = hostile.Listener()
    names = {
        name: it for name, it in attacks(corpus, corpus.folder, listener.port).items() if not name.startswith("own")
    }
    lying = {name: content for name, content in lies(corpus).items() if name in ("nested", "zero boxes", "lying moov")}
    films = {name: begun_with(content).id for name, content in (names | lying).items()}

    run_jobs()

    ended = {name: media.find(number) for name, number in films.items()}
    assert listener.hits == 0
    assert [name for name in names if hostile.tells(ended[name], name)] == []
    assert {film.state for film in ended.values()} == {"failed"}
    assert [name for name, film in ended.items() if len(film.error_text.split()) < 8] == []


@pytest.fixture
def begun_with(app):
    """Begin a film of these bytes."""
    from tests.trust.media.crew import begun

    app.config["ENCODE_PRESET"] = "ultrafast"
    return lambda content: media.find(begun(content))


def test_damage_is_the_same_every_time(corpus):
    once, again = (list(mutants(corpus, 60)) for _ in range(2))

    assert once == again
    assert len({content for _, content in once}) > 50
    assert Path(corpus("small.mp4")).read_bytes() not in [content for _, content in once]
