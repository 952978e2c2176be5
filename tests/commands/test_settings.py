"""Every setting is written down for whoever sets the site up."""

import _settings

import config


def test_the_example_names_every_setting_with_its_default_and_its_reason():
    assert (config.ROOT / ".env.example").read_text() == _settings.example()


def test_each_setting_says_why_one_would_change_it():
    silent = [setting.name for setting in config.SETTINGS if len(setting.why) < 10]

    assert silent == []
