"""What the image and compose.yaml promise: no rights, nothing written but media, nothing pulled that may become another."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
DIGEST = re.compile(r"\S+:\S+@sha256:[0-9a-f]{64}")


def test_every_image_is_pinned() -> None:
    images = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    assert images
    assert [
        image
        for image in (*images, *re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))
        if not DIGEST.fullmatch(image)
    ] == []


def test_compose_names_nothing_that_there_is_not() -> None:
    whole = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert whole.keys() - {"x-service"} == {"name", "services", "volumes"}
    for service in SERVICES.values():
        for needed, how in service.get("depends_on", {}).items():
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[needed]
        named = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert named <= whole["volumes"].keys()


@pytest.mark.parametrize("name", OURS)
def test_every_variable_that_compose_asks_for_is_a_setting(name: str) -> None:
    settings = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text()))
    assert SERVICES[name]["environment"].keys() - settings == {"DJANGO_SETTINGS_MODULE"} - settings


@pytest.mark.parametrize("name", OURS)
def test_our_processes_have_no_rights_and_write_to_media_alone(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [volume.split(":")[1] for volume in service["volumes"]] == [service["environment"]["MEDIA_ROOT"]]


def test_it_is_asked_whether_web_and_worker_are_well() -> None:
    (asked,) = re.findall(r"^HEALTHCHECK .*\n +CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert SERVICES["web"]["healthcheck"]["test"][1:] == json.loads(asked)
    assert SERVICES["worker"]["healthcheck"]["test"][1:] == ["python", "manage.py", "worker", "--status", "--json"]


def test_the_image_runs_as_a_user_of_its_own() -> None:
    # A number, so that a cluster that refuses root can see that it is none.
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1] == re.search(r"--uid (\d+)", DOCKERFILE)[1]  # type: ignore[index]
