"""150 caption files that somebody might send to break a page, made from a seed so that they are the same every time."""

import random
from collections.abc import Iterator

SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<<script>script>alert(1)<</script>/script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;iframe src=javascript:alert(1)&#62;",
    "<c.x onclick=alert(1)>red</c>",
    "<v Bob><b>hi</b></v>",
    "<00:00:01.000>late<00:00:02.000>",
    "a --> b\n00:00:00.000 --> 00:00:09.000\nsmuggled",
    "{\\an8}{\\pos(1,1)}top",
    "<ruby>x<rt>y</rt></ruby><lang en>z</lang>",
    "</track></video><script>alert(1)</script>",
    "]]><![CDATA[<script>alert(1)</script>]]>",
    "\u202egnp.exe\u2066\u0000\u0007\x1b[31m\ud7ff\ufffe",
    "&#0;&#xD800;&#x110000;&amp;lt;b&amp;gt;",
    "<!-- --><?php x ?><a href='javascript:alert(1)'>x</a>",
    "hx-get=/x <div hx-on:click=alert(1)>",
)
SETTINGS = (
    "line:0",
    "position:50% align:start",
    "line:-1,start",
    "region:evil",
    "vertical:rl",
    "line:10% onclick:alert(1)",
    "position:900%",
    "align:<script>",
    "size:1e9%",
)
ASIDES = (
    "STYLE\n::cue { background: url(https://evil.example/) }",
    "REGION\nid:evil width:40%",
    "NOTE <script>alert(1)</script>",
    "",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")
ENDS = ("\n", "\r\n", "\r")


def files(count: int = 150) -> Iterator[bytes]:
    """Yield whole files: most of them can be read, some are nonsense from end to end."""
    dice = random.Random("captions")
    for number in range(count):
        yield _nonsense(dice) if number % 15 == 14 else _file(dice)


def _nonsense(dice: random.Random) -> bytes:
    return dice.randbytes(400) + b" --> " + dice.randbytes(400)


def _file(dice: random.Random) -> bytes:
    blocks = [dice.choice(("WEBVTT", "WEBVTT <script>", "1")), dice.choice(ASIDES)]
    for number in range(dice.randint(1, 12)):
        blocks += [f"{number}\n" * dice.randint(0, 1) + _timing(dice) + "\n" + _words(dice)]
    text = "\n\n".join(block for block in blocks if block)
    return text.replace("\n", dice.choice(ENDS)).encode(dice.choice(ENCODINGS), "replace")


def _timing(dice: random.Random) -> str:
    starts, ends = (dice.choice((0, 1, 61, 3599, 7200)) + dice.random() for _ in range(2))
    minus, mark = dice.choice(("", "", "", "-")), dice.choice(".,")
    return f"{minus}{_moment(starts, mark)} --> {_moment(ends, mark)} {dice.choice(SETTINGS)}"


def _moment(seconds: float, mark: str) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{thousandths:03}"


def _words(dice: random.Random) -> str:
    return " ".join(dice.choice((*SCRIPTS, "plain words", "ä é 你好")) for _ in range(dice.randint(1, 4)))[:480]
