"""How something stands changes: the state is written down, and whoever else has to know is told in the same transaction."""

from wm.domains import market
from wm.domains.refunds import machine, things
from wm.domains.refunds.models import Aftermath
from wm.kernel import clock
from wm.kernel.db import db

DOORS = {"end_access": things.end_access, "suspend": things.suspend, "restore": things.restore}


def change(row: Aftermath, next_step: machine.Step) -> None:
    """Bring a locked row into its next state, and open or close what was bought as its deeds say."""
    row.state, row.changed_at = next_step.state, clock.now()
    db.session.flush()
    for deed in next_step.deeds:
        if deed in DOORS:
            DOORS[deed](row)
    if row.source == "sale":
        market.stands(row.source_ref, row.state)
