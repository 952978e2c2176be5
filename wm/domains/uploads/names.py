"""File names that clients send: shown to their owner, never used as a path."""

import re
import unicodedata

from wm.domains.uploads.models import NAME_LENGTH

TITLE_LENGTH = 100
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def shown(raw: str) -> str:
    """Return `raw` fit for display: the last part of a path, one line, no invisible characters, at most 200 long."""
    return one_line(raw.replace("\\", "/").rpartition("/")[2])


def one_line(raw: str) -> str:
    """Return `raw` on one line, without invisible characters, at most 200 long."""
    seen = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", raw))
    return " ".join(seen.split())[:NAME_LENGTH]


def title(name: str) -> str:
    """Return a first title made from a file name: "my_first-film.MP4" becomes "My first film"."""
    words = " ".join(re.split(r"[\s_\-.]+", _ENDING.sub("", shown(name)))).strip()
    return (words[:1].upper() + words[1:])[:TITLE_LENGTH]
