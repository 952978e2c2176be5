"""Stripe, through its own library."""

from wm.domains.payments.gateways.interface import Gateway


class Stripe(Gateway):
    """Speaks to Stripe."""

    name = "stripe"
