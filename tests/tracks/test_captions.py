"""Captions that people send: read in any usual form, said back as clean text, and refused with the line that is wrong."""

import pytest

from tests.trust.media import captions as hostile
from wm.domains.tracks import reading, writing
from wm.domains.tracks.cues import Cue
from wm.domains.tracks.errors import NotCaptions


def sentences(text):
    with pytest.raises(NotCaptions) as refusal:
        reading.read(text)
    return refusal.value.fields["words"]


def test_150_hostile_files_leave_no_markup_and_two_readers_agree():
    assert hostile.bad(hostile.run(None, 150)) == 0
    assert hostile.bad(hostile.run_broken(None, 15)) > 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_subrip_in_any_encoding(encoding, end):
    text = "1\n00:00:01,5 --> 00:00:04,000\nGrüße, <i>élève</i>\n\n2\n0:05 --> 0:07\nzwei\nZeilen\n".replace("\n", end)

    assert reading.read(reading.decode(text.encode(encoding))) == [
        Cue(1500, 4000, "Grüße, élève"),
        Cue(5000, 7000, "zwei\nZeilen"),
    ]


@pytest.mark.parametrize(
    ("timing", "cue"),
    [
        ("00:10.000 --> 00:08.000", (10_000, 15_000)),  # ends before it begins
        ("00:10.000 -->", (10_000, 15_000)),  # has no end
        ("00:10.000 --> 99:59:59.999", (10_000, 15_000)),  # hardly has one
        ("-00:01.000 --> 00:02.000", (0, 2000)),
        ("1:00:00 --> 1:00:01 line:5% position:101% region:x", (3_600_000, 3_601_000)),
    ],
)
def test_odd_times_are_mended(timing, cue):
    assert reading.read(f"{timing}\nwords")[0][:2] == cue


def test_cues_are_put_in_order_and_may_overlap():
    text = "00:05.000 --> 00:09.000\nlater\n\n00:01.000 --> 00:06.000 line:5%\nfirst\n2\n00:02.000 -->\nglued on"

    assert reading.read(text) == [
        Cue(1000, 6000, "first", "line:5%"),
        Cue(2000, 5000, "glued on"),
        Cue(5000, 9000, "later"),
    ]


def test_what_cant_be_read_is_named_by_its_line():
    assert sentences("WEBVTT\n\n00:01.000 --> 00:02\nfine\n\nhello there\n\n00:61:00 --> 00:62:00\nx") == [
        "Line 6: a time was expected here, such as 00:01.000 --> 00:04.000.",
        "Line 8: “00:61:00 --> 00:62:00” is no time. Write it as 00:01.000 --> 00:04.000.",
    ]
    assert sentences("0:01 --> 0:02\n" + "x" * 501) == ["Line 2: a caption holds up to 500 letters; this one has 501."]
    assert sentences("25:00:00 --> 25:00:01\nx") == ["Line 1: this is more than a day after the beginning."]
    assert sentences("") == [reading.NOTHING]
    assert sentences("0:01 --> 0:02\nx\n\n" * 20_001) == [reading.TOO_MANY]
    with pytest.raises(NotCaptions, match="too large"):
        reading.decode(b"x" * (reading.MOST_BYTES + 1))


def test_text_says_what_it_said():
    said = "Tom & Jerry: 2 < 3 --> <b> &lt; AT&T"
    cue = Cue(0, 1000, said)

    assert reading.read(writing.vtt([cue])) == [cue]
    assert reading.read(writing.typed([cue])) == [cue]
    assert "2 &lt; 3 --&gt; &lt;b&gt; &amp;lt; AT&amp;T" in writing.vtt([cue])
    assert "00:00:00,000 --> 00:00:01,000\nTom & Jerry" in writing.srt([cue])
