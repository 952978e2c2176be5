"""`flask demo ...`: what can be done with the demo community from the command line."""

from collections import Counter

import click
from flask import current_app
from flask.cli import AppGroup

from wm.demo.people import DEMO_PASSWORD
from wm.demo.seeding import seed as seed_all
from wm.demo.seeding import standing

commands = AppGroup("demo", help="The demo community: people, and films that are made and encoded on this machine.")


@commands.command()
def seed() -> None:
    """Create people and drafts; workers make the films. Doing it again changes nothing."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("Everybody knows the demo's password, so it is not for production.")
    current_app.config["TWO_FACTOR_REQUIRED"] = False  # who is invented has no phone; it is so for this process alone
    if seed_all():
        click.echo(f"The demo community is there. Sign in as ada, ben, cy, mo, ruth or rosa with: {DEMO_PASSWORD}")
    else:
        click.echo("The demo community is there already.")


@commands.command()
def status() -> None:
    """Say how far the films are."""
    rows = standing()
    for name, state in rows:
        click.echo(f"{name:14} {state}")
    click.echo(", ".join(f"{count} {state}" for state, count in Counter(state for _, state in rows).items()))
