"""What holds for the whole tree: small files, telling names, one direction, nothing of anyone's machine."""

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

from django.conf import settings

from cms.content.declaration.registry import item_types

LONGEST = 400
MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
LONG_BY_NATURE = ("locale/", "demo/", "docs/contracts/", "clients/python/src/cynnwys/models.py")
SOURCE = {".py", ".html", ".js", ".css", ".sh"}
# Put together here, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(r"(?<![\w.~-])/(?:" + "wo" + "rk|ro" + r"ot)(?![\w-])")
REGISTRIES = [
    "py" + "pi.org", "py" + "pi.python.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com",
    "maven" + ".org", "maven" + ".apache.org", "crates" + ".io", "golang" + ".org", "deb.debian" + ".org",
]  # fmt: skip


@cache
def files():
    """Every file that is or could be committed, as paths from the top."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [Path(name) for name in listed.stdout.split("\0") if name]
    return [path for path in paths if (settings.BASE_DIR / path).is_file()]


@cache
def texts():
    """The text of every file that is text."""
    found = {}
    for path in files():
        content = (settings.BASE_DIR / path).read_bytes()
        if b"\0" not in content[:8192]:
            found[path] = content.decode("utf-8", errors="replace")
    return found


def test_the_tree_is_not_empty():
    assert Path("manage.py") in texts()


def test_no_source_file_is_too_long():
    def counts(path):
        return (
            path.suffix in SOURCE and "migrations" not in path.parts and not path.as_posix().startswith(LONG_BY_NATURE)
        )

    lengths = {str(path): text.count("\n") for path, text in texts().items() if counts(path)}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_every_module_name_says_what_it_owns():
    named = {path.stem for path in files() if path.suffix == ".py"}
    named |= {part for path in files() for part in path.parent.parts}
    assert named & MEANINGLESS == set()


# Django, Wagtail and Python look for these names; or two apps, engines or outlets each have one of the kind.
MODULES_OF_ONE_KIND = {
    "apps", "checks", "formats", "models", "urls", "views", "wagtail_hooks", "base",
    "worker",  # frameworks' names; a command and its work
    "engine",  # one an engine
    "blocks",  # an app's own, and what declares or serves them
    "contracts", "examples", "filters", "items", "labels", "lists", "messages", "responses", "search", "terms", "vocabularies",
}  # fmt: skip
# A command is always called so; the payload of a snippet has its name, which is in the contracts.
CLASSES_OF_ONE_KIND = {"Command", "Organisation"}
SOURCES = {"cms", "guides", "home", "search"}
MOST_MODULES = 12


def modules():
    """Our own modules, with their text; migrations are Django's."""
    return {
        path: text
        for path, text in texts().items()
        if path.suffix == ".py" and path.parts[0] in SOURCES and "migrations" not in path.parts
    }


def test_no_name_of_a_class_or_module_has_two_meanings():
    stems = Counter(path.stem for path in modules() if path.stem != "__init__")
    classes = Counter(
        node.name for text in modules().values() for node in ast.parse(text).body if isinstance(node, ast.ClassDef)
    )
    assert {name for name, times in stems.items() if times > 1} <= MODULES_OF_ONE_KIND
    assert {name for name, times in classes.items() if times > 1} <= CLASSES_OF_ONE_KIND


def test_no_folder_is_so_full_that_nobody_knows_it():
    folders = Counter(path.parent.as_posix() for path in modules() if path.stem != "__init__")
    assert {folder: modules for folder, modules in folders.items() if modules > MOST_MODULES} == {}


def test_nothing_outside_the_content_apps_names_a_type():
    names = "|".join(sorted(item_types()))
    quoted = re.compile(rf"""(?:==|in|type_?=|\[)\s*\(?["'](?:{names})["']""")
    found = {
        path.as_posix()
        for path, text in modules().items()
        if path.parts[0] in {"cms", "search"} and quoted.search(text)
    }
    assert found - {"cms/settings/base.py"} == set()


def test_locale_is_never_a_package():
    assert not (settings.BASE_DIR / "locale" / "__init__.py").exists()


def test_imports_go_in_one_direction():
    command = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([command, "--no-cache"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_file_holds_a_path_of_somebodys_machine():
    found = {str(path): match[0] for path, text in texts().items() if (match := MACHINE_PATHS.search(text))}
    assert found == {}


def test_no_file_names_the_host_of_a_package_registry():
    found = {str(path): host for path, text in texts().items() for host in REGISTRIES if host in text}
    assert found == {}
