"""Settings: documented, and production refuses to start unsafely with one sentence."""

import pytest

import config

pytestmark = pytest.mark.once
SAFE = {
    "SECRET_KEY": "s" * 40,
    "DATABASE_URL": "mysql+pymysql://a:b@db/wm",
    "REDIS_URL": "redis://:p@queue/0",
    "SESSION_COOKIE_SECURE": "true",
    "TRUSTED_HOSTS": "weekmotion.example",
    "PUBLIC_URL": "https://weekmotion.example",
    "SMTP_URL": "smtp://mail",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    for setting in config.SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.setattr(config, "ROOT", tmp_path)
    return monkeypatch


@pytest.mark.parametrize("name", ["staging", "production"])
def test_production_starts_with_safe_settings(environment, name):
    for key, value in SAFE.items():
        environment.setenv(key, value)

    assert config.load(name)["PROXY_HOPS"] == 1


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SECRET_KEY", ""), ("SECRET_KEY", "short"), ("DATABASE_URL", ""), ("DATABASE_URL", "sqlite:///x.db"),
        ("REDIS_URL", ""), ("SESSION_COOKIE_SECURE", "false"), ("TRUSTED_HOSTS", ""), ("SMTP_URL", ""),
        ("PUBLIC_URL", "http://weekmotion.example"), ("OUTBOUND_LOOPBACK", "true"),
    ],
)  # fmt: skip
def test_production_refuses_unsafe_settings_with_a_sentence(environment, key, value):
    for name, safe in (SAFE | {key: value}).items():
        environment.setenv(name, safe)

    with pytest.raises(config.UnsafeSettings) as refused:
        config.load("production")

    assert key in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_number_must_be_a_number(environment):
    environment.setenv("MEDIA_WORKERS", "many")

    with pytest.raises(config.UnsafeSettings, match="MEDIA_WORKERS is 'many'"):
        config.load("development")


def test_every_setting_says_why():
    assert all(len(setting.why) > 10 for setting in config.SETTINGS)


def test_the_cache_gets_a_database_of_its_own():
    assert config.load("testing", REDIS_URL="redis://h:1/0")["CACHE_REDIS_URL"] == "redis://h:1/1"
    assert config.load("testing", REDIS_URL="redis://h:1")["CACHE_REDIS_URL"] == "redis://h:1/1"
    assert config.load("testing", REDIS_URL="unix:///s?db=0")["CACHE_REDIS_URL"] == "unix:///s?db=1"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"GATEWAYS": "sandbox"}, "does not take play money"),
        ({"TWO_FACTOR_REQUIRED": "false"}, "take TWO_FACTOR_REQUIRED out"),
        ({"GATEWAYS": "bank, sandbox", "BANK_NAME": "W", "BANK_IBAN": "DE89"}, "does not take play money"),
        ({"GATEWAYS": "stripe", "STRIPE_SECRET_KEY": "sk_live_1"}, "needs STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET"),
        ({"GATEWAYS": "bank", "BANK_NAME": "W"}, "needs BANK_NAME and BANK_IBAN"),
    ],
)
def test_production_takes_no_play_money_no_half_gateway_and_no_lone_password(environment, given, said):
    for name, value in (SAFE | given).items():
        environment.setenv(name, value)

    with pytest.raises(config.UnsafeSettings, match=said):
        config.load("production")


def test_a_second_factor_is_asked_for_wherever_the_site_is_meant(environment):
    for name, value in SAFE.items():
        environment.setenv(name, value)

    asked = {
        name: config.load(name)["TWO_FACTOR_REQUIRED"] for name in ("development", "testing", "staging", "production")
    }

    assert asked == {"development": False, "testing": False, "staging": True, "production": True}
