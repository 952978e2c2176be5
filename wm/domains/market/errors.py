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


class SoldOut(NotNow):
    code = "sold_out"
    message = "The last licence key has been sold. Nothing was charged; its creator sees that more are wanted."


class NoDownloadsLeft(NotNow):
    code = "no_downloads_left"
    message = "You have downloaded this version as often as its creator allows. Ask them if you need it again."


class BadKeys(Invalid):
    code = "bad_keys"
    message = "A key is one line of 4 to 120 plain characters."


class CodeRefused(NotNow):
    code = "code_refused"
    message = "That code does not count here. Nothing was charged."


class BadCode(Invalid):
    code = "bad_code"
    message = "Some of what the code says needs another look."


class BadBundle(Invalid):
    code = "bad_bundle"
    message = "A bundle holds 2 to 30 of your published pieces that have a price to keep."


class GiftGone(NotNow):
    code = "gift_gone"
    message = "This gift has been opened or taken back."


class NobodyThere(Invalid):
    code = "nobody_there"
    message = "There is nobody of that name here. Use their mail address instead."
