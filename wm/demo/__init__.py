"""The demo community: a cast, their pictures and twenty-four short films, all drawn by code."""

from wm.demo.commands import commands
from wm.demo.people import CAST, DEMO_PASSWORD
from wm.demo.seeding import deliver, dress, seed, standing

__all__ = ["CAST", "DEMO_PASSWORD", "commands", "deliver", "dress", "seed", "standing"]
