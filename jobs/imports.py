"""Films from other addresses: fetched a stretch at a time, behind whatever else waits."""

from jobs import job, long_job
from wm.domains import imports


@long_job("low", timeout=3700)
def bring(import_id: int, run: int) -> None:
    """Go on with an import until its file is here, a minute has passed, or there is a reason to stop."""
    imports.bring(import_id, run)


@job("maintenance", timeout=60)
def tidy() -> None:
    """Close imports that nobody works on any more, so that their owners can try again."""
    imports.tidy()
