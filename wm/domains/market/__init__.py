"""The market: prices of pieces, and what people buy."""

from wm.domains.market.buying import buy, complete, give_up, open_order, receive
from wm.domains.market.errors import (
    AlreadyUnlocked,
    BadPrice,
    NotEnough,
    NotForSale,
    OwnPiece,
    PriceChanged,
)
from wm.domains.market.events import ItemUnlocked, OrderFailed
from wm.domains.market.models import KINDS, RENTAL_HOURS, STATES, Offer, Sale
from wm.domains.market.policies import policy_of
from wm.domains.market.pricing import LEAST, MOST, Prices, offers, priced, prices_of, set_prices
from wm.domains.market.queries import bought_by, customers_of, of_key, order, sales_of, sold, unlocked
from wm.domains.market.standing import by_refs, stands

__all__ = [
    "AlreadyUnlocked",
    "BadPrice",
    "ItemUnlocked",
    "KINDS",
    "LEAST",
    "MOST",
    "NotEnough",
    "NotForSale",
    "Offer",
    "OrderFailed",
    "OwnPiece",
    "PriceChanged",
    "Prices",
    "RENTAL_HOURS",
    "STATES",
    "Sale",
    "bought_by",
    "buy",
    "by_refs",
    "complete",
    "customers_of",
    "give_up",
    "of_key",
    "offers",
    "policy_of",
    "open_order",
    "order",
    "priced",
    "prices_of",
    "receive",
    "sales_of",
    "set_prices",
    "sold",
    "stands",
    "unlocked",
]
