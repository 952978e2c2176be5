"""Time zones: what people's clocks say of our moments, and which moment they mean by what their clocks say."""

from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

NAME_LENGTH = 40
UTC_NAME = "UTC"
AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """Return every zone that one can choose, UTC first, by the names of the IANA time zone database."""
    places = {name for name in available_timezones() if name.split("/")[0] in AREAS and "/" in name}
    return UTC_NAME, *sorted(name for name in places if len(name) <= NAME_LENGTH)


def known(name: str | None) -> str:
    """Return the name when it is one of ours, else UTC's."""
    return name if name in names() else UTC_NAME


def zone(name: str) -> tzinfo:
    """Return the zone of that name, UTC for one that is not known (any more)."""
    return UTC if known(name) == UTC_NAME else ZoneInfo(name)


def local(moment: datetime, name: str) -> datetime:
    """Return what a clock in that zone says at `moment`, without a zone."""
    return moment.astimezone(zone(name)).replace(tzinfo=None)


def moment(said: datetime, name: str) -> datetime:
    """Return the moment, in UTC, that a clock in that zone means by `said`.

    What it says twice in autumn is the first of the two; what it skips in spring counts from before the skip, so that
    2:30 is 3:30 (RFC 5545, section 3.3.5)."""
    return said.replace(tzinfo=zone(name), fold=0).astimezone(UTC)
