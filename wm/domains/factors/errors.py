"""What the room of second factors refuses."""

from datetime import datetime

from wm.kernel.errors import Forbidden, Gone, Invalid, NotNow


class WrongCode(Invalid):
    """Said for a wrong code, one that was used before, and one that nobody has alike."""

    code = "wrong_code"
    message = "That code is not right, or it has been used already. Wait for the next one and try again."

    def __init__(self, message: str | None = None):
        super().__init__(message)
        self.fields = {"code": [self.message]}


class WrongRecoveryCode(WrongCode):
    message = "That is none of your recovery codes, or it has been used already. Each of them works once."


class PasskeyRefused(Invalid):
    """Said for a passkey that nobody has, an answer that was given before and one meant for another site alike."""

    code = "passkey_refused"
    message = "That passkey was not accepted. Try again, or use another way."


class StepOver(Gone):
    """The second step came too late, or belongs to another browser."""

    code = "step_over"
    message = "This took too long. Sign in once more."


class SetupOver(NotNow):
    code = "setup_over"
    message = "This took too long, or it belongs to another account. Begin again with a new picture."


class TooManyPasskeys(NotNow):
    code = "too_many_passkeys"
    message = "Ten passkeys are as many as there can be. Remove one first."


class OwnFactors(Forbidden):
    code = "own_factors"
    message = "Somebody else of the staff has to do this for you."


class StepsMissing(Invalid):
    code = "steps_missing"
    message = "Two of these have to hold before somebody's sign-in is opened."

    def __init__(self):
        super().__init__()
        self.fields = {"steps": [self.message]}


class Resting(NotNow):
    """No money leaves for a while after the staff has opened somebody's sign-in."""

    code = "factors_rest"

    def __init__(self, until: datetime):
        super().__init__(
            f"Our staff has opened your sign-in a short while ago. To keep your money safe, none leaves before "
            f"{until:%d %B, %H:%M} UTC."
        )
