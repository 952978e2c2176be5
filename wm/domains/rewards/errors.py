"""What the room of rewards refuses."""

from wm.kernel.errors import NotNow


class NotEarnedYet(NotNow):
    code = "not_earned_yet"
    message = "The pool is filled from what the site has earned, and that is less than this. Choose a smaller amount."


class NotOverYet(NotNow):
    code = "not_over_yet"
    message = "That day is not over. Its milestones are paid when it is."
