"""Dependencies: each is pinned with the hashes of its files, at a version that requirements*.in allows."""

import os
import re
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("requirements", "requirements-dev", "requirements-otel", "requirements-audit")
HELD = re.compile(r"^\| ([\w-]+) \| (\d[\d.]*) \| ([\w-]+) \|", re.MULTILINE)
PIN = re.compile(r"([a-z0-9.-]+)==(\S+) \\\n    --hash=sha256:[0-9a-f]{64}\b")


def asked_for(name: str) -> list[Requirement]:
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def locked(name: str) -> dict[str, Version]:
    return {package: Version(version) for package, version in PIN.findall((ROOT / f"{name}.txt").read_text())}


@pytest.mark.parametrize("name", NAMES)
def test_every_package_is_pinned_with_a_hash(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text()
    entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(entries) == len(locked(name)), set(entries) - {f"{p}=={v} \\" for p, v in locked(name).items()}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_locked_is_what_is_asked_for(name: str) -> None:
    pins = locked(name)
    for requirement in asked_for(name):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), f"{requirement}: make lock"


# Parts of OpenTelemetry that its released packages need at one version, which its makers never call released.
NEVER_RELEASED = {
    "opentelemetry-exporter-http-transport", "opentelemetry-exporter-otlp-common", "opentelemetry-semantic-conventions",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_nothing_unreleased_is_locked(name: str) -> None:
    unreleased = [package for package, version in locked(name).items() if version.is_prerelease]
    assert [package for package in unreleased if package not in NEVER_RELEASED] == []


def test_developers_have_the_versions_that_the_service_runs_on() -> None:
    service, developers = locked("requirements"), locked("requirements-dev")
    assert {package: developers[package] for package in service.keys() & developers.keys()}.items() <= service.items()


@pytest.mark.parametrize("name", ["Makefile", "Dockerfile"])
def test_nothing_is_installed_without_its_hash(name: str) -> None:
    # uv has no such switch to give: it checks each hash that is written.
    installs = re.findall(r"^.*(?<!uv )pip install.*$", (ROOT / name).read_text(), re.MULTILINE)
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_every_upper_bound_has_its_reason_above_it() -> None:
    lines = (ROOT / "requirements.in").read_text().splitlines()
    bounded = [index for index, line in enumerate(lines) if "<" in line and not line.startswith("#")]
    assert bounded
    assert [lines[index] for index in bounded if not lines[index - 1].startswith("#")] == []


def test_both_supported_versions_of_wagtail_are_allowed_and_no_later_one() -> None:
    wagtail = next(requirement for requirement in asked_for("requirements") if requirement.name == "wagtail")
    assert [tried for tried in ("7.4", "8.0.1", "8.1", "8.2") if tried in wagtail.specifier] == ["8.0.1", "8.1"]


@pytest.mark.parametrize(
    ("package", "refused", "holder"), HELD.findall((ROOT / "docs" / "dependencies.md").read_text())
)
def test_what_is_said_to_be_held_back_still_is(package: str, refused: str, holder: str) -> None:
    bounds = [need for need in map(Requirement, requires(holder) or []) if canonicalize_name(need.name) == package]
    assert Version(version(package)) < Version(refused)
    assert any(not need.specifier.contains(refused) for need in bounds), f"{holder} now allows {package} {refused}"


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="all tests are in one process")
@pytest.mark.xdist_group("any")
def test_a_group_of_tests_stays_in_one_process(request: pytest.FixtureRequest) -> None:
    """pytest-xdist goes by the end of the name, and says nothing where it could not write it."""
    assert request.node.nodeid.endswith("@any")
