"""What the market refuses."""

from wm.kernel.errors import Invalid, NotNow


class AlreadyUnlocked(NotNow):
    code = "already_unlocked"
    message = "This is open for you already. Nothing was charged."


class OwnPiece(NotNow):
    code = "own_piece"
    message = "This is your own. It is always open for you."


class NotForSale(NotNow):
    code = "not_for_sale"
    message = "This is not for sale any more. Nothing was charged."


class PriceChanged(NotNow):
    code = "price_changed"
    message = "The price has changed since you opened this page. Nothing was charged; this is the price now."


class BadPrice(Invalid):
    code = "bad_price"
    message = "Name a price within the limits."


class NotEnough(Invalid):
    code = "not_enough"
    message = "That is less than the creator asks for."
