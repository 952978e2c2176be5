"""The store: what is due to go, the nightly walk, the checks of the CDN, rules that were applied, and moving house."""

from jobs import job, long_job
from wm.domains import housekeeping, media, storage
from wm.kernel.db import retried, transaction

HOUR = 3600


@long_job("maintenance", timeout=900)
def work_off(at: str = "") -> None:
    """Delete what is due, `at` a place before all others, unless somebody uses it after all."""
    storage.deleting.work_off(housekeeping.knowing.is_needed, housekeeping.rules.gone, at)


@long_job("maintenance", timeout=6 * HOUR)
def sweep() -> None:
    """Walk through the store, report what is astray, and weigh every film."""
    housekeeping.sweeping.sweep()
    last = 0
    while last is not None:
        last = retried(lambda after=last: _weighed(after))


def _weighed(after: int) -> int | None:
    with transaction():
        return housekeeping.weighing.weigh_after(after)


@job("low")
def film_ready(film_id: int) -> None:
    """Count what lies of a film."""
    housekeeping.weighing.weigh([film_id])


@long_job("high", timeout=60)
def check_cdn() -> None:
    """Fetch a file through the CDN, so that links lead there only while it is well."""
    media.check_cdn()


@long_job("maintenance", timeout=HOUR)
def apply_rule(run_id: int) -> None:
    """Put what a rule takes into the deletion queue."""
    housekeeping.rules.work(run_id)


@long_job("maintenance", timeout=24 * HOUR)
def move(move_id: int) -> None:
    """Copy everything into another store, on from where the last try came to."""
    try:
        storage.moving.run(move_id)
    except OSError as error:
        storage.moving.fail(move_id, error)
        raise


@job("maintenance")
def tidy() -> None:
    """Forget deletions of a month ago."""
    storage.deleting.forget_old()
