"""What happens with payments after the answer: attempts are followed, webhooks acted on."""

from jobs import job, long_job
from wm.domains import payments

SECONDS = 60


@long_job("critical", timeout=SECONDS)
def follow(attempt_id: int) -> None:
    """Send an attempt, or ask how it stands."""
    payments.follow(attempt_id)


@long_job("critical", timeout=SECONDS)
def act(webhook_id: int) -> None:
    """Ask the gateway about what it has told us."""
    payments.act(webhook_id)


@job("critical")
def ask() -> None:
    """Promise a question for every attempt that waits for an answer."""
    payments.promise_asking()


@job("maintenance")
def forget_old() -> None:
    """Forget webhooks that were acted on long ago."""
    payments.forget_old()
