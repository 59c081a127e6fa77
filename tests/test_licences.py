"""What decides whether a part of the service is under a licence that was accepted (`make licences` asks it of all of them)."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BIN = Path(__file__).resolve().parent.parent / "bin"


@pytest.fixture
def sbom(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BIN))
    return import_module("sbom")


def package(*licences: dict[str, Any], name: str = "something") -> dict[str, Any]:
    return {"name": name, "version": "1", "licenses": list(licences)}


SAID: dict[str, tuple[dict[str, Any], str]] = {
    "by its identifier": ({"license": {"id": "MIT"}}, "MIT"),
    "as an expression": ({"expression": "MIT OR GPL-3.0-only"}, "MIT OR GPL-3.0-only"),
    "as in former years": ({"license": {"name": "License :: OSI Approved :: BSD License"}}, "BSD-3-Clause"),
    "in words of its own": ({"license": {"name": "do as you like"}}, "do as you like"),
}


@pytest.mark.parametrize("way", SAID)
def test_a_package_says_its_licence(sbom: Any, way: str) -> None:
    entry, licence = SAID[way]
    assert sbom.licence_of(package(entry)) == licence


def test_a_package_that_says_none_or_several_says_nothing(sbom: Any) -> None:
    assert sbom.licence_of(package()) == ""
    assert sbom.licence_of(package({"license": {"id": "MIT"}}, {"license": {"id": "GPL-3.0-only"}})) == ""


@pytest.mark.parametrize("expression", ["MIT", "GPL-3.0-only OR MIT", "MIT AND BSD-3-Clause"])
def test_what_may_be_passed_on_with_a_notice_is_accepted(sbom: Any, expression: str) -> None:
    assert sbom.is_accepted(expression)


@pytest.mark.parametrize(
    "expression", ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "GPL-3.0-only AND (MIT OR ISC)", "as you like"]
)
def test_what_asks_for_more_or_is_not_clear_is_not(sbom: Any, expression: str) -> None:
    assert not sbom.is_accepted(expression)


def test_what_nobody_accepted_and_what_is_gone_are_named(sbom: Any) -> None:
    listed = [
        {**package(name=name), "licenses": [{"expression": rule[0]}]} for name, rule in sbom.RULES["packages"].items()
    ]
    files = [{**package(name=f["name"]), "licenses": [{"expression": f["licence"]}]} for f in sbom.RULES["files"]]
    assert list(sbom.faults([*listed, *files])) == []
    copyleft = {**package(name="stranger"), "licenses": [{"expression": "AGPL-3.0-only"}]}
    found = list(sbom.faults([*listed[1:], *files, copyleft]))
    assert found[0] == "stranger 1: AGPL-3.0-only"
    assert listed[0]["name"] in found[1]
