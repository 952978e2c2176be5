"""Damaged films, lists of other people's files, and bombs: each ends with a sentence, and the next film begins at once."""

import os
import socket
import subprocess
import threading
import time
from pathlib import Path

from tests.trust.media.corpus import Corpus, attacks, bombs, mutants
from tests.trust.media.crew import Crew, begun, follow, good, states, strays
from wm.domains import media
from wm.domains.media import tools
from wm.kernel import job
from wm.kernel.storage import store

BATCH, PATIENCE = 40, 900
MOST_MIB, MOST_SECONDS, NEXT_SECONDS = 1600, 120, 5.0
TELLTALES = (b"root:x:0", b"root:*:0")


# -- damage


def damaged(app, count: int, *controls: str) -> dict:
    """Let two workers take `count` damaged films; count what died, hung, said nothing or left something behind."""
    app.config["ENCODE_PRESET"] = "ultrafast"
    var, found = Path(app.config["VAR_DIR"]), []
    corpus, left = Corpus(var), 0
    with Crew(2, *controls) as crew:
        for batch in batches(list(mutants(corpus, count))):
            film_ids = [begun(content) for _, content in batch]
            left += follow(crew, film_ids, 20 if controls else PATIENCE)
            found += film_ids
            if left and controls:
                break
        told = crew.told()
        deaths = crew.deaths
    films = states(found)
    return {
        "films": len(films),
        "refused": sum(film.state == "failed" for film in films.values()),
        "deaths": deaths,
        "stuck": left,
        "speechless": sum(film.state == "failed" and len(film.error_text.split()) < 8 for film in films.values()),
        "interrupted": sum(film.error_code == "interrupted" for film in films.values()),
        "strays": len(strays(var, {film.key for film in films.values()})),
        "too_long": sum(each["ended"] - each["began"] > MOST_SECONDS for each in told),
        "too_big": int(max((each["most_mib"] for each in told), default=0) > MOST_MIB),
        "most_mib": max((each["most_mib"] for each in told), default=0),
    }


def batches(things: list) -> list[list]:
    return [things[at : at + BATCH] for at in range(0, len(things), BATCH)]


def bad(found: dict) -> int:
    """How much of it should not be."""
    names = (
        "deaths",
        "stuck",
        "speechless",
        "interrupted",
        "strays",
        "too_long",
        "too_big",
        "hits",
        "foreign",
        "late",
        "not_ready",
        "too_often",
    )
    return sum(found.get(name, 0) for name in names)


# -- lists


class Listener(threading.Thread):
    """Somebody on loopback who counts the connections that reach it."""

    def __init__(self):
        super().__init__(daemon=True)
        self.server, self.hits = socket.create_server(("127.0.0.1", 0)), 0
        self.port = self.server.getsockname()[1]
        self.start()

    def run(self) -> None:
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            self.hits += 1
            line.close()


def lists(app, _count: int) -> dict:
    """Let workers take files that name other files and addresses; count what was reached and what came out."""
    app.config["ENCODE_PRESET"] = "ultrafast"
    var, listener = Path(app.config["VAR_DIR"]), Listener()
    corpus = Corpus(var)
    store().put_path("raw/private.ts", corpus("private.ts"))
    names = attacks(corpus, store().root / "raw", listener.port)
    with Crew(2) as crew:
        film_ids = {begun(content): name for name, content in names.items()}
        left = follow(crew, list(film_ids), PATIENCE)
        deaths = crew.deaths
    films = states(list(film_ids))
    foreign = [film_ids[number] for number, film in films.items() if tells(film, film_ids[number])]
    speechless = sum(film.state == "failed" and len(film.error_text.split()) < 8 for film in films.values())
    listener.server.close()
    said = {"films": len(films), "hits": listener.hits, "foreign": len(foreign), "deaths": deaths, "stuck": left}
    return said | {"speechless": speechless, "which": foreign}


def tells(film: media.Film, name: str) -> bool:
    """Whether something came out that is not the file's own: its film is colourful, the private one magenta."""
    prefix = f"published/{film.key}/"
    published = {key: b"".join(store().open(key)) for key in store().keys(prefix)}
    if published and not name.startswith("own "):
        return True
    said = [*published.values(), film.error_text.encode()]
    return any(mark in text for text in said for mark in TELLTALES) or is_magenta(film.colours[:6])


def is_magenta(colour: str) -> bool:
    red, green, blue = (int(colour[at : at + 2] or "0", 16) for at in (0, 2, 4))
    return red > 160 and green < 100 and blue > 160


def lists_believed(app, _count: int) -> dict:
    """The control: five of these lists given to the same programs without a list of formats that they may open."""
    folder = Path(app.config["VAR_DIR"], "believed")
    folder.mkdir()
    corpus, listener = Corpus(folder), Listener()
    corpus("private.ts")
    names = attacks(corpus, folder, listener.port)
    chosen = ("m3u8 absolute", "m3u8 relative", "ffconcat relative", "ffconcat absolute", "m3u8 http")
    programs = {tools.ffmpeg(), *filter(os.path.exists, ("/usr/bin/ffmpeg",))}
    leaks = {name for name in chosen for program in programs if believes(program, folder, names[name])}
    listener.server.close()
    return {"films": len(chosen), "foreign": len(leaks), "hits": listener.hits}


def believes(program: str, folder: Path, content: bytes) -> bool:
    source, out = folder / "source.mp4", folder / "out.mp4"
    source.write_bytes(content)
    out.unlink(missing_ok=True)
    argv = [
        program,
        "-v",
        "error",
        "-nostdin",
        "-protocol_whitelist",
        "file,pipe",
        "-i",
        str(source),
        "-t",
        "1",
        str(out),
    ]
    subprocess.run(argv, timeout=30, check=False, capture_output=True, cwd=folder)
    return out.exists() and out.stat().st_size > 1000


# -- bombs


def burst(app, _count: int) -> dict:
    """Let one worker take bombs, a good film behind each; count what was too long, too big, or held the next one up."""
    app.config["ENCODE_PRESET"] = "ultrafast"
    var = Path(app.config["VAR_DIR"])
    corpus, slow, late = Corpus(var), [], []
    with Crew(1) as crew:
        for name, content in bombs(corpus).items():
            bomb, began = begun(content), time.monotonic()
            follower = begun(good(corpus))
            left = follow(crew, [bomb, follower], MOST_SECONDS)
            slow += [name] if left or time.monotonic() - began > MOST_SECONDS else []
            late += [name] if not left and idle_before(crew, follower) > NEXT_SECONDS else []
        told, deaths = crew.told(), crew.deaths
    most = max(each["most_mib"] for each in told)
    longest = max(each["ended"] - each["began"] for each in told)
    figures = {"deaths": deaths, "stuck": len(slow), "late": len(late), "too_big": int(most > MOST_MIB)}
    return figures | {
        "films": len(bombs(corpus)),
        "most_mib": most,
        "longest_seconds": round(longest),
        "which": slow + late,
    }


def idle_before(crew: Crew, follower: int) -> float:
    """Seconds that the worker rested before the first job of the film behind a bomb."""
    subject = states([follower])[follower].public_id
    end = time.monotonic() + NEXT_SECONDS
    while time.monotonic() < end:  # a job is written down a moment after its film
        told = crew.told()
        if behind := [each["began"] for each in told if each["subject"] == subject]:
            return behind[0] - max((each["ended"] for each in told if each["ended"] <= behind[0]), default=behind[0])
        time.sleep(0.2)
    return NEXT_SECONDS + 1


def bombs_believed(app, _count: int) -> dict:
    """The control: the same files opened by a bare program, as long and with as much memory as it likes, up to 20 seconds."""
    folder = Path(app.config["VAR_DIR"], "believed")
    folder.mkdir()
    costly = [name for name, content in bombs(Corpus(folder)).items() if name in COSTLY and costs(folder, content)]
    return {"films": len(COSTLY), "too_big": len(costly), "which": costly}


COSTLY = ("square.mp4", "square.mkv", "wide.mkv", "ten-hours.mp4", "crowded.mp4")
BARE_MIB, BARE_SECONDS = 400, 10


def costs(folder: Path, content: bytes) -> bool:
    (folder / "source").write_bytes(content)
    argv = [
        tools.ffmpeg(),
        "-v",
        "quiet",
        "-nostdin",
        "-i",
        str(folder / "source"),
        "-map",
        "0:v",
        "-preset",
        "ultrafast",
    ]
    began = time.monotonic()
    process = subprocess.Popen([*argv, "-f", "mp4", "-y", str(folder / "out")], stdin=subprocess.DEVNULL)
    killer = threading.Timer(2 * BARE_SECONDS, process.kill)
    killer.start()
    _, _, used = os.wait4(process.pid, 0)
    killer.cancel()
    process.returncode = 0
    return used.ru_maxrss > BARE_MIB * 1024 or time.monotonic() - began > BARE_SECONDS


# -- poison among good films

POISON = b"POISON"


def poison(app, count: int, *controls: str) -> dict:
    """Let workers take `count` good films, and one in twenty that kills whoever touches it; count who was held up for good."""
    app.config["ENCODE_PRESET"] = "ultrafast"
    content = good(Corpus(Path(app.config["VAR_DIR"])))
    with Crew(2, "lethal", *controls) as crew:
        poisoned = [begun(content + POISON) for _ in range(max(2, count // 20))]
        film_ids = [begun(content) for _ in range(count)]
        held_up = follow(crew, film_ids, PATIENCE)
        left = follow(crew, poisoned, 60 if controls else PATIENCE, each=media.tidy)
        deaths = crew.deaths
    ready = sum(film.state == "ready" for film in states(film_ids).values())
    killed = {"killed": deaths, "too_often": int(deaths > len(poisoned) * job.DEATHS)}
    return {
        "films": len(film_ids) + len(poisoned),
        "not_ready": len(film_ids) - ready,
        "stuck": held_up + left,
    } | killed
