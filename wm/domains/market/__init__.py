"""The market: prices of pieces, and what people buy."""

from wm.domains.market import bundles, codes, customers, downloads, gifts, giving, key_pool, licences, products, stalls
from wm.domains.market.bundle_models import BUNDLE_WORDS, MESSAGE_LENGTH, Bundle, Gift, SalePart
from wm.domains.market.bundling import Seen, buy_bundle, divided, order_bundle
from wm.domains.market.buying import buy, open_order
from wm.domains.market.code_models import WORD_LENGTH, Code
from wm.domains.market.errors import (
    AlreadyUnlocked,
    BadBundle,
    BadPrice,
    CodeRefused,
    GiftGone,
    NoDownloadsLeft,
    NotEnough,
    NotForSale,
    OwnPiece,
    PriceChanged,
    SoldOut,
)
from wm.domains.market.events import GiftSent, ItemUnlocked, OrderFailed
from wm.domains.market.goods_models import KEYS, MOST_DOWNLOADS, Licence, Product
from wm.domains.market.models import KINDS, RENTAL_HOURS, STATES, TITLE_LENGTH, Offer, Sale
from wm.domains.market.orders import complete, give_up, receive
from wm.domains.market.policies import policy_of
from wm.domains.market.pricing import LEAST, MOST, Prices, offers, priced, prices_of, set_prices
from wm.domains.market.queries import (
    bought_by,
    customers_of,
    of_key,
    order,
    orders_named,
    sales_of,
    sold,
    unlocked,
    with_row_id,
)
from wm.domains.market.reach import Reach, reach_of
from wm.domains.market.standing import by_refs, stands

__all__ = [
    "BUNDLE_WORDS",
    "Bundle",
    "Code",
    "CodeRefused",
    "Gift",
    "GiftGone",
    "GiftSent",
    "KEYS",
    "Licence",
    "MESSAGE_LENGTH",
    "MOST_DOWNLOADS",
    "NoDownloadsLeft",
    "Product",
    "SalePart",
    "SoldOut",
    "TITLE_LENGTH",
    "WORD_LENGTH",
    "bundles",
    "codes",
    "divided",
    "downloads",
    "buy_bundle",
    "gifts",
    "giving",
    "order_bundle",
    "Seen",
    "key_pool",
    "licences",
    "products",
    "stalls",
    "AlreadyUnlocked",
    "BadBundle",
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
    "Reach",
    "STATES",
    "Sale",
    "bought_by",
    "buy",
    "by_refs",
    "complete",
    "customers",
    "customers_of",
    "give_up",
    "of_key",
    "offers",
    "policy_of",
    "open_order",
    "order",
    "orders_named",
    "priced",
    "prices_of",
    "reach_of",
    "receive",
    "sales_of",
    "set_prices",
    "sold",
    "stands",
    "unlocked",
    "with_row_id",
]
