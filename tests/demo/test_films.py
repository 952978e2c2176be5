"""The films: words within the site's limits, pictures and sounds that ffmpeg accepts, the same every time."""

import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter

import av
import imageio_ffmpeg
import pytest

from wm.demo import CAST, films, making, scenes, sounds
from wm.demo.films import FILMS
from wm.demo.seeding import SHELVES
from wm.domains import content

PROGRAMS = [imageio_ffmpeg.get_ffmpeg_exe(), shutil.which("ffmpeg")]
SLUGS = [film.slug for film in FILMS]
SOME = FILMS[::8]
CREATORS = {member.handle for member in CAST if member.role == "creator"}


def command(film):
    return making.command(film, scenes.of(film.slug, film.canvas), "ffmpeg", folder="plates", out="out.mp4")


def commands():
    return [command(film) for film in FILMS]


def shortened(film, seconds):
    return dataclasses.replace(film, canvas=dataclasses.replace(film.canvas, seconds=seconds))


def shown(path):
    """What is in a file: seconds of picture, its size, and whether it has sound."""
    with av.open(str(path)) as film:
        picture = film.streams.video[0]
        frames = sum(1 for _ in film.decode(picture))
        return frames / float(picture.average_rate), (picture.width, picture.height), bool(film.streams.audio)


# -- words


def test_there_are_twenty_four_and_no_two_are_called_the_same():
    assert len(FILMS) == 24
    assert len({film.slug for film in FILMS}) == len({film.title for film in FILMS}) == 24


@pytest.mark.parametrize("film", FILMS, ids=SLUGS)
def test_its_words_fit_the_site(film):
    assert len(film.title) <= content.TITLE_LENGTH
    assert len(film.description) <= content.DESCRIPTION_LENGTH
    assert content.read_tags(", ".join(film.tags)) == list(film.tags)
    assert film.category in {slug for slug, _, _ in SHELVES}
    assert film.by in CREATORS


@pytest.mark.parametrize("film", FILMS, ids=SLUGS)
def test_links_lead_to_addresses_that_belong_to_nobody_and_time_codes_into_the_film(film):
    hosts = re.findall(r"https?://([^/\s]+)", film.description)
    codes = [int(m) * 60 + int(s) for m, s in re.findall(r"(?m)^(\d+):(\d\d) ", film.description)]

    assert set(hosts) <= {"example.org", "example.com"}
    assert codes == sorted(codes)
    assert all(code < film.canvas.seconds for code in codes)


def test_every_shelf_and_every_creator_has_a_film():
    assert {film.category for film in FILMS} == {slug for slug, _, _ in SHELVES}
    assert {film.by for film in FILMS} == CREATORS


def test_there_is_one_of_each_unusual_kind():
    shapes = Counter((film.canvas.width, film.canvas.height) for film in FILMS)
    silent = [film.slug for film in FILMS if sounds.of(film.slug, film.canvas.seconds) is None]

    assert shapes[720, 1280] == shapes[960, 720] == 1
    assert shapes[1920, 1080] == 3
    assert silent == ["moon-month"]
    assert all(10 <= film.canvas.seconds <= 25 for film in FILMS)


# -- commands


@pytest.mark.parametrize("film", FILMS, ids=SLUGS)
def test_its_command_reads_what_it_is_given_and_nothing_else(film):
    argv, scene = command(film), scenes.of(film.slug, film.canvas)
    inputs = [argv[i + 1] for i, word in enumerate(argv) if word == "-i"]
    graph = argv[argv.index("-filter_complex") + 1]

    assert inputs == ["pipe:0"] * bool(scene.frames) + [f"plates/{name}.png" for name in scene.plates]
    assert not re.search(r"\[(frames|plate:)", graph)
    assert all(f"[{number}:v]" in graph for number in range(len(inputs)))
    assert argv[argv.index("-t") + 1] == str(film.canvas.seconds)


def test_another_process_writes_the_same_commands():
    script = "import json; from tests.demo.test_films import commands; print(json.dumps(commands()))"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    there = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True)

    assert json.loads(there.stdout) == json.loads(json.dumps(commands()))


# -- the films themselves


@pytest.mark.parametrize("slug", ["dunes", "isobars"])
def test_a_film_is_made_for_real(slug, tmp_path):
    film = shortened(films.find(slug), 1)

    made = making.make(film, tmp_path, PROGRAMS[0])

    assert shown(made) == (1.0, (1280, 720), True)


def test_a_film_comes_out_the_same_twice(tmp_path):
    film = shortened(films.find("moon-month"), 1)

    one, other = (making.make(film, tmp_path, PROGRAMS[0]).read_bytes() for _ in range(2))

    assert one == other


def test_what_ffmpeg_refuses_is_told(tmp_path):
    film = shortened(films.find("isobars"), 1)

    with pytest.raises(making.NotMade, match="no-such-folder"):
        making.make(film, tmp_path / "no-such-folder", PROGRAMS[0])


@pytest.mark.slow
@pytest.mark.parametrize("film", FILMS, ids=SLUGS)
def test_every_film_can_be_made(film, tmp_path):
    half = dataclasses.replace(film.canvas, width=film.canvas.width // 2, height=film.canvas.height // 2)
    assert_makes(dataclasses.replace(film, canvas=half), PROGRAMS[0], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("film", SOME, ids=lambda film: film.slug)
def test_the_ffmpeg_on_path_makes_them_too(film, tmp_path):
    if PROGRAMS[1] is None:
        pytest.skip("there is no ffmpeg on PATH")
    assert_makes(film, PROGRAMS[1], tmp_path)


def assert_makes(film, program, folder):
    seconds, size, has_sound = shown(making.make(shortened(film, 0.25), folder, program))

    assert (seconds, size) == (0.25, (film.canvas.width, film.canvas.height))
    assert has_sound == (film.slug != "moon-month")


@pytest.mark.slow
@pytest.mark.parametrize("film", [film for film in SOME if film.slug != "moon-month"], ids=lambda film: film.slug)
def test_no_film_is_louder_or_softer_than_the_others(film):
    graph = sounds.of(film.slug, film.canvas.seconds).replace("[a]", ",ebur128[a]")
    listen = [PROGRAMS[0], "-hide_banner", "-nostats", "-filter_complex", graph, "-map", "[a]", "-f", "null", "-"]

    said = subprocess.run(listen, capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stderr

    loudness = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
    assert -20 <= loudness <= -16
