"""What the tests of the kernel can ask for beside the rest."""

from tests.canary import canary, inside  # noqa: F401
