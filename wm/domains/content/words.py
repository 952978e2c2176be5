"""Hashtags and mentions: what is found in words that people write."""

import re

from wm.domains.content.models import TAG_LENGTH

CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
HASHTAG = re.compile(rf"(?<![\w&#/])#(?=\w*[^\W\d_])(\w{{1,{TAG_LENGTH}}})(?!\w)")
SIGNS = "\n!#&()*+-./:<>@[\\]_`|~"
MARKS = 30_000  # of SIGNS in one text; laying them out is what Markdown takes its time for
MENTION = re.compile(r"(?<![\w@/.])@([A-Za-z0-9_]{2,30})(?![\w@])", re.ASCII)


def marks(text: str) -> int:
    """Return how many signs in `text` may mean something to Markdown: what it costs to lay out goes by them."""
    return sum(map(text.count, SIGNS))


def hashtags(*texts: str) -> list[str]:
    """Return the tags that are written as #tag in `texts`, lower case, each once, in order; code is passed over."""
    found = (tag.lower() for text in texts for tag in HASHTAG.findall(CODE.sub(" ", text)))
    return list(dict.fromkeys(found))


def mentions(*texts: str) -> list[str]:
    """Return the handles that are written as @handle in `texts`, lower case, each once, in order."""
    found = (handle.lower() for text in texts for handle in MENTION.findall(CODE.sub(" ", text)))
    return list(dict.fromkeys(found))
