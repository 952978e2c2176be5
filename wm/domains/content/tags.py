"""Tags: from what people type to what is kept."""

import re

from wm.domains.content.errors import TooManyTags
from wm.domains.content.models import TAG_LENGTH, TAGS

BETWEEN = re.compile(r"[,;\n#]+")
SPACE = re.compile(r"\s+")


def read_tags(typed: str) -> list[str]:
    """Return the tags in `typed` (separated by commas, semicolons, line ends or #), lower case, each once, in order.

    Raises TooManyTags (422) for more than 12, or one that is longer than 30 characters."""
    words = (SPACE.sub(" ", word).strip().lower() for word in BETWEEN.split(typed))
    tags = list(dict.fromkeys(word for word in words if word))
    if len(tags) > TAGS or any(len(tag) > TAG_LENGTH for tag in tags):
        raise TooManyTags()
    return tags
