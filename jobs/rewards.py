"""The days that rewards are paid for, who is eligible, and telling creators of both."""

from functools import partial

from flask import current_app
from flask_babel import gettext as _

from jobs import job, long_job
from wm.domains import fraud, notifications, people, rewards
from wm.kernel import mail
from wm.kernel.db import retried, transaction


@long_job("critical", timeout=600)
def cycle() -> None:
    """Count who is eligible, look at the newest day that is over, then pay it; once more does nothing."""
    day = rewards.last_day()
    retried(partial(_written, rewards.check))
    held = retried(partial(_written, partial(fraud.screen, day)))
    retried(partial(_written, partial(rewards.pay, day, held)))


@job("maintenance")
def forget_old() -> None:
    """Forget how long who watched what in months that are over."""
    rewards.forget_old()


@long_job("high", timeout=60)
def eligibility_changed(person_id: int, is_eligible: bool) -> None:
    """Tell a creator that rewards begin or rest, in the bell and by mail."""
    event = "reward_on" if is_eligible else "reward_off"
    retried(partial(_written, partial(_tell, person_id, event)))
    person = people.find(person_id)
    if person is not None and person.closed_at is None:
        subject = _("You earn rewards now") if is_eligible else _("Your rewards rest")
        letter = current_app.jinja_env.get_template("mail/rewards.txt")  # outside of any request
        site = current_app.config["PUBLIC_URL"].rstrip("/")
        mail.send(
            person.email, subject, letter.render(name=person.name, is_eligible=is_eligible, site=site).strip() + "\n"
        )


@job("high")
def creator_rewarded(share_id: int, person_id: int) -> None:
    """Tell a creator that a day was paid."""
    _tell(person_id, "rewarded")


def _tell(person_id: int, event: str) -> None:
    notifications.tell(people.find(person_id), notifications.Tiding(event, person_id, "person", person_id))


def _written(deed):
    with transaction():
        return deed()
