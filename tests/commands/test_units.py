"""The units that run the site elsewhere name every process, and nothing that does not exist."""

import configparser
import importlib.util
import re

import pytest
import yaml

import config
from wm.kernel.job import QUEUES

UNITS = config.ROOT / "nginx/supervisor/weekmotion.conf"
COMPOSE = config.ROOT / "compose.yaml"


@pytest.fixture(scope="module")
def programs():
    units = configparser.RawConfigParser(inline_comment_prefixes=(";",), strict=True)
    units.read(UNITS)
    return {name.removeprefix("program:"): units[name] for name in units.sections() if name.startswith("program:")} | {
        "group": units["group:weekmotion"]
    }


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(COMPOSE.read_text())["services"]


def test_supervisor_has_a_worker_for_every_queue(programs):
    commands = {name: unit.get("command", "") for name, unit in programs.items()}

    assert {name for name in QUEUES if commands.get(name, "").endswith(f"jobs.worker {name}")} == set(QUEUES)


def test_supervisor_groups_every_program(programs):
    assert set(programs["group"]["programs"].split(",")) == set(programs) - {"group"}


def test_supervisor_starts_what_exists(programs):
    for name, unit in programs.items():
        for module in re.findall(r"-m (\S+)", unit.get("command", "")):
            assert importlib.util.find_spec(module), f"{name} runs {module}"


def test_workers_get_time_to_finish(programs):
    assert {name: int(programs[name]["stopwaitsecs"]) >= 30 for name in QUEUES} == dict.fromkeys(QUEUES, True)


def test_compose_has_a_worker_for_every_queue(services):
    assert {name for name in QUEUES if services[name]["command"] == ["python", "-m", "jobs.worker", name]} == set(
        QUEUES
    )


def test_compose_waits_only_for_what_it_starts(services):
    waited = {other for service in services.values() for other in service.get("depends_on", {})}

    assert waited <= set(services)
    for other in waited:
        conditions = {
            s["depends_on"][other]["condition"] for s in services.values() if other in s.get("depends_on", {})
        }
        assert "service_healthy" not in conditions or "healthcheck" in services[other], (
            f"{other} never says that it is well"
        )


def test_compose_sets_only_settings_that_exist(services):
    known = {setting.name for setting in config.SETTINGS} | {"CERTIFICATE", "CERTIFICATE_KEY"}

    assert set(services["web"]["environment"]) | set(services["schema"]["environment"]) <= known


def test_compose_names_its_volumes_and_pins_its_images(services):
    named = set(yaml.safe_load(COMPOSE.read_text())["volumes"])
    used = {
        volume.split(":")[0]
        for service in services.values()
        for volume in service.get("volumes", [])
        if volume[0] not in "./$"
    }

    assert used == named
    for name, service in services.items():
        assert "build" in service or re.search(r":[\w.-]*\d", service["image"]), f"{name} runs whatever is newest"


def test_only_the_front_door_is_open(services):
    assert [name for name, service in services.items() if service.get("ports")] == ["front"]


def test_the_queue_never_evicts(services):
    command = services["queue"]["command"]

    assert command[command.index("--maxmemory-policy") + 1] == "noeviction"
