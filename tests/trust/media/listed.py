"""Every kind of file that was measured once, good, odd and hostile: each ends as it should, and the next film begins at once."""

import io
from pathlib import Path

from PIL import Image

from tests.media.sources import AAC, H264, PICTURE, SOUND, pictured
from tests.trust.media.corpus import Corpus, m3u8, mpd
from tests.trust.media.crew import Crew, begun, follow, good, states, strays
from tests.trust.media.hostile import MOST_SECONDS, NEXT_SECONDS, idle_before
from wm.kernel.db import rollback

READY = "ready"
JUDGED = ("no index", "cut off", "1 x 1", "20000 x 16")  # by us, before anything breaks of them
MADE = {
    "4K.mp4": (*pictured("testsrc2=s=3840x2160:r=30:d=1"), *H264),
    "VP9.webm": (*PICTURE, *SOUND, "-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libopus"),
    "HEVC.mp4": (*PICTURE, *SOUND, "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", *AAC),
    "odd-444.mov": (*pictured("testsrc2=s=1279x719:r=12:d=1"), "-c:v", "libx264", "-pix_fmt", "yuv444p"),
    "odd-mjpeg.mov": (*pictured("testsrc2=s=641x359:r=12:d=1"), "-c:v", "mjpeg", "-pix_fmt", "yuvj420p"),
    "one-key-frame.mp4": (*pictured("testsrc2=s=320x180:r=12:d=10"), *H264, "-g", "9999"),
}
NAMED = {
    "turned": ("turned.mov", READY),
    "portrait": ("portrait.mp4", READY),
    "uneven": ("uneven.mp4", READY),
    "silent": ("silent.mp4", READY),
    "M4A": ("sound-only.mp4", READY),
    "MP3": ("sound.mp3", READY),
    "HDR10": ("hdr.mp4", READY),
    "one frame": ("one-frame.mp4", READY),
    "1000 frames a second": ("quick.mp4", READY),
    "ten hours": ("ten-hours.mp4", READY),
    "a length that lies": ("lying.mp4", READY),
    "corrupt": ("spoilt.mp4", READY),
    "no index": ("half.mp4", "truncated"),
    "cut off": ("half-fast.mp4", "truncated"),
    "empty": ("empty.mp4", "empty"),
    "random": ("random.mp4", "not_a_film"),
    "a picture": ("picture.png", "picture"),
    "SVG": ("svg.mp4", "picture"),
    "ffconcat": ("concat.mp4", "text"),
    "1 x 1": ("tiny.mp4", "dimensions"),
    "20000 x 16": ("strip.avi", "dimensions"),
    "16000 x 8000": ("wide.mkv", "dimensions"),
    "100 tracks": ("crowded.mp4", "too_many_tracks"),
    "100 tracks, of which 32 are opened": ("crowded.mkv", READY),
}


def files(corpus: Corpus) -> dict[str, tuple[bytes, str]]:
    """Return each kind by its name: what is sent, and how it ends, as a state or the code of a refusal."""
    found = {name: (corpus(source).read_bytes(), end) for name, (source, end) in NAMED.items()}
    for name, recipe in MADE.items():
        path = corpus.folder / name
        corpus._film(path, recipe)
        found[name] = (path.read_bytes(), READY)
    return found | {
        "zeros": (bytes(100_000), "not_a_film"),
        "playlist": (m3u8("private.ts").encode(), "text"),
        "DASH": (mpd("http://127.0.0.1/").encode(), "text"),
        "SDP": (b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n", "text"),
        "SubRip": (b"1\n00:00:00,000 --> 00:00:02,000\n<script>alert(1)</script>\n" * 9, "text"),
        "PNG of 400 million pixels": (_png(), "picture"),
        "words beside it": (_subtitled(corpus), READY),
    }


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def _subtitled(corpus: Corpus) -> bytes:
    words, path = corpus.folder / "words.srt", corpus.folder / "subtitled.mp4"
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\n<script>alert(1)</script>\n")
    corpus._film(path, ("-i", str(corpus("small.mp4")), "-i", str(words), "-c", "copy", "-c:s", "mov_text"))
    return path.read_bytes()


def run(app, count: int, *controls: str) -> dict:
    """Let a worker take the first `count` kinds (0: all), a good film behind each; count what ended otherwise, or late."""
    corpus, film_ids, ends = Corpus(Path(app.config["VAR_DIR"])), {}, {}
    chosen = [each for each in files(corpus).items() if not controls or each[0] in JUDGED][-count or None :]
    late, stuck = [], []
    with Crew(1, *controls) as crew:
        for name, (content, end) in chosen:
            film_ids[name], follower = begun(content), begun(good(corpus))
            left = follow(crew, [film_ids[name], follower], 20 if controls else MOST_SECONDS)
            stuck += [name] if left else []
            late += [name] if not left and idle_before(crew, follower) > NEXT_SECONDS else []
            ends[name] = end
        deaths = crew.deaths
    films = states(list(film_ids.values()))
    rollback()
    other = [
        f"{name}: {films[number].error_code or films[number].state}, not {ends[name]}"
        for name, number in film_ids.items()
        if (films[number].error_code or films[number].state) != ends[name]
    ]
    speechless = [film for film in films.values() if film.error_code and len(film.error_text.split()) < 8]
    everybody = {film.key for film in states(list(range(1, max(films) + 2))).values()}
    return {
        "films": len(films),
        "ended_otherwise": len(other),
        "speechless": len(speechless),
        "stuck": len(stuck),
        "late": len(late),
        "deaths": deaths,
        "strays": len(strays(Path(app.config["VAR_DIR"]), everybody)),
        "which": [*other, *late][:9],
    }


def bad(found: dict) -> int:
    """How much of it should not be."""
    return sum(found[name] for name in ("ended_otherwise", "speechless", "stuck", "late", "deaths", "strays"))


def run_broken(app, _count: int) -> dict:
    """The control: a build that finds out what a file is when something breaks of it."""
    return run(app, len(JUDGED), "nothing_is_judged")
