"""What the room of refunds refuses."""

from wm.kernel.errors import Invalid, NotNow


class NotPossible(NotNow):
    code = "not_refundable"
    message = "There is nothing of this that could go back now. Reload the page to see how it stands."


class UnderDispute(NotNow):
    code = "under_dispute"
    message = "The buyer's bank is looking into this payment. Nothing can go back until that is decided."


class NoCard(NotNow):
    code = "no_card"
    message = "This can't go back to a card: it was paid from the wallet, or all that came from there is back already."


class AlreadyAsked(NotNow):
    code = "already_asked"
    message = "You have asked already. The answer will come here."


class Answered(NotNow):
    code = "answered"
    message = "This has been answered already. Reload the page to see how."


class WordsMissing(Invalid):
    code = "words_missing"
    message = "Say in a few words what is wrong."
