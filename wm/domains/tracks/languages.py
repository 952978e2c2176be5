"""Languages by their tags (BCP 47) and by the names that people write."""

import re
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

from wm.domains.tracks.errors import UnknownLanguage

TAG = re.compile(r"([a-z]{2,3})(-[a-z]{4})?(-[a-z]{2}|-[0-9]{3})?", re.IGNORECASE)
USUAL = (
    *("ar", "bn", "zh-Hans", "zh-Hant", "cs", "da", "nl", "en", "fi", "fr", "de", "el", "he"),
    *("hi", "hu", "id", "it", "ja", "ko", "ms", "fa", "pl", "pt", "pt-BR", "pa", "ro"),
    *("ru", "es", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "vi"),
)


def resolve(words: str) -> str:
    """Return the tag that these words mean: "bn", "PT-br", "Bangla" or "Português". Raises UnknownLanguage (422)."""
    words = " ".join(words.replace("_", "-").split())
    tag = _known(words) or _by_name().get(words.casefold())
    if tag is None:
        raise UnknownLanguage(fields={"language": [UnknownLanguage.message]})
    return tag


def name(tag: str, within: str | None = None) -> str:
    """Return what a language is called in itself, or in the language `within`."""
    shown = _locale(tag).get_display_name(within) if _locale(tag) else Locale("en").languages.get(tag)
    return shown[:1].upper() + shown[1:] if shown else tag


def choices() -> list[tuple[str, str]]:
    """Return languages that are often wanted: pairs of (name in English, name in itself), by English name."""
    return sorted((name(tag, "en"), name(tag)) for tag in USUAL)


def _known(words: str) -> str | None:
    found = TAG.fullmatch(words)
    if not found:
        return None
    language, script, land = found[1].lower(), found[2] or "", (found[3] or "").upper()
    tag = "-".join(part.strip("-") for part in (language, script.title(), land) if part)
    return tag if language in Locale("en").languages and (_locale(tag) or _locale(language)) else None


@lru_cache(512)
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-", resolve_likely_subtags=False)
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache
def _by_name() -> dict[str, str]:
    english = {called.casefold(): code for code, called in Locale("en").languages.items() if TAG.fullmatch(code)}
    return english | {name(tag, within).casefold(): tag for tag in USUAL for within in ("en", None)}
