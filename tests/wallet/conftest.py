"""The wallet's tests use the gateway of the payments' tests."""

from tests.payments.conftest import gateway, gateway_process  # noqa: F401
