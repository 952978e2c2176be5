"""What the room of tips refuses."""

from wm.kernel.errors import Invalid, NotNow, TooMany


class NotToOneself(NotNow):
    code = "not_to_oneself"
    message = "A tip to yourself would only go round in a circle."


class TooMuchAtOnce(Invalid):
    code = "too_much_at_once"


class WordsTooLong(Invalid):
    code = "words_too_long"


class TooMuchToday(TooMany):
    code = "too_much_today"
    message = "That is more in tips than one person can give in a day here. Come back tomorrow."
