"""Times of day as the viewer's own clock says them, always beside the name of its zone."""

from datetime import datetime

from flask_babel import gettext as _

from wm.kernel import zones
from wm.web.viewer import viewer


def zone_name() -> str:
    """Return the name of the viewer's zone; a visitor's is UTC."""
    return zones.known(getattr(viewer(), "time_zone", None))


def local(moment: datetime) -> datetime:
    """Return what the viewer's clock says at `moment`, without a zone."""
    return zones.local(moment, zone_name())


def meant(said: datetime) -> datetime:
    """Return the moment, in UTC, that the viewer means by a time without a zone."""
    return zones.moment(said, zone_name())


def clock_time(moment: datetime) -> str:
    """Return the time of day: 09:30."""
    return f"{local(moment):%H:%M}"


def when_here(moment: datetime) -> str:
    """Return date, time and zone: 3 Nov 2026, 09:30 (Europe/Berlin)."""
    here = local(moment)
    return _("%(moment)s (%(zone)s)", moment=f"{here.day} {here:%b %Y, %H:%M}", zone=zone_name())
