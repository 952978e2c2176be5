"""Films that are brought from an address: what lies there, and the work of fetching it into an upload."""

from wm.domains.imports.actions import are_open, begin, cancel, check, retry
from wm.domains.imports.bringing import bring
from wm.domains.imports.errors import NotAllowed, NothingToBring, NotThere, TooManyImports
from wm.domains.imports.feeds import Item
from wm.domains.imports.looking import FEED, FILE, PAGE, Found, look
from wm.domains.imports.models import ADDRESS_LENGTH, Import
from wm.domains.imports.queries import among, mine, of_person, under_way
from wm.domains.imports.upkeep import tidy

__all__ = [
    "ADDRESS_LENGTH",
    "FEED",
    "FILE",
    "Found",
    "Import",
    "Item",
    "NotAllowed",
    "NotThere",
    "NothingToBring",
    "PAGE",
    "TooManyImports",
    "among",
    "are_open",
    "begin",
    "bring",
    "cancel",
    "check",
    "look",
    "mine",
    "of_person",
    "retry",
    "tidy",
    "under_way",
]
