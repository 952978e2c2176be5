"""Tags: from what people type, and write in words that anybody may read, to what is kept."""

import re

from wm.domains.content.errors import TooManyTags
from wm.domains.content.models import TAG_LENGTH, TAGS, Content, ContentTag
from wm.domains.content.words import hashtags

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


def written_tags(content: Content) -> list[str]:
    """Return the tags that stand as #tag in what anybody may read of it."""
    return hashtags(content.description or "", content.free_body or "")


def retag(content: Content, told: list[str], tags: list[str] | None = None) -> None:
    """Give it `tags`, or those it has without what only its words `told` until now, and with what they tell now.

    A form shows typed and told ones alike: what was told already does not become typed by coming back from there."""
    known = {row.tag: row for row in content.tag_rows}
    typed = {tag for tag, row in known.items() if row.is_typed or tag not in told}
    given = [tag for tag in content.tags if tag in typed] if tags is None else tags
    typed |= set(given) - set(told)
    wanted = list(dict.fromkeys([*given, *written_tags(content)]))[:TAGS]
    content.tag_rows = [known.get(tag) or ContentTag(tag=tag) for tag in wanted]
    for position, row in enumerate(content.tag_rows):
        row.position, row.is_typed = position, row.tag in given and row.tag in typed
