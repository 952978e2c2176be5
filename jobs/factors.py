"""The letters about how somebody signs in, and forgetting second steps that nobody took."""

from flask_babel import gettext as _

from jobs import job, letters, long_job
from wm.domains import factors, people
from wm.kernel.db import retried, transaction

SECONDS = 60


def subjects() -> dict[str, str]:
    """Return the subject of each letter."""
    return {
        "app_added": _("An app was added to your sign-in"),
        "app_removed": _("The app was removed from your sign-in"),
        "passkey_added": _("A passkey was added to your sign-in"),
        "passkey_removed": _("A passkey was removed from your sign-in"),
        "codes_made": _("You have new recovery codes"),
        "code_used": _("A recovery code was used"),
        "opening_asked": _("Our staff was asked to open your sign-in"),
        "opened_by_staff": _("Our staff has removed the second step of your sign-in"),
    }


@long_job("high", timeout=SECONDS)
def safety_changed(person_id: int, what: str, about: str) -> None:
    """Tell the owner at once what has changed, and what to do if it was somebody else."""
    person = retried(lambda: _person(person_id))
    letters.write(person, "safety", subjects()[what], what=what, about=about)


def _person(person_id: int) -> people.Person | None:
    with transaction():
        return people.find(person_id)


@job("maintenance")
def tidy() -> None:
    """Forget second steps and challenges of yesterday."""
    factors.forget_old()
