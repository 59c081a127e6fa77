#!/usr/bin/env python
"""Fetches GraphiQL and React from npm and puts what the query browser needs of them into its static files, with their licences.

Run it to renew them: change a version in licences.toml, run, look at `/graphql` in a browser, commit. The files are npm's,
but for two things: no source maps, and no fonts (the page uses the reader's own).
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

INCLUDED = {
    file["name"]: file["version"]
    for file in tomllib.loads(Path(__file__).with_name("licences.toml").read_text())["files"]
}
PACKAGES = (*(f"{name}@{INCLUDED[name]}" for name in ("graphiql", "react", "react-dom")), "graphql@16.11.0")
FILES = (
    "react/umd/react.production.min.js",
    "react-dom/umd/react-dom.production.min.js",
    "graphiql/graphiql.min.js",
    "graphiql/graphiql.min.css",
)
TARGET = Path(__file__).resolve().parent.parent / "cms" / "graphql" / "static" / "graphql" / "vendor"
SOURCE_MAP = re.compile(r"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")
FONT = re.compile(r"@font-face\s*\{[^}]*\}")
PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)")
NOTICE = re.compile(r"licen[cs]e", re.IGNORECASE)
# Parts of GraphiQL's own repository, which its source map names by folder.
OWN_PARTS = ("@graphiql/react", "@graphiql/toolkit", "codemirror-graphql", "graphql-language-service")


def cleaned(path: Path) -> str:
    """The text of a file without fonts, and without the name of a source map, which is not here."""
    text = SOURCE_MAP.sub("\n", path.read_text())
    return FONT.sub("", text) if path.suffix == ".css" else text


def bundled(modules: Path) -> list[str]:
    """The packages whose code is in the files, as GraphiQL's source map tells."""
    sources = json.loads((modules / "graphiql" / "graphiql.min.js.map").read_text())["sources"]
    found = {names[-1] for names in map(PACKAGE.findall, sources) if names}
    return sorted(found | {"graphiql", "react", "react-dom", "scheduler", *OWN_PARTS})


def licence(modules: Path, package: str) -> str:
    """What a package says of its licence; its notice where there is one."""
    folder = modules / package
    about = json.loads((folder / "package.json").read_text())
    notices = [path.read_text().strip() for path in sorted(folder.iterdir()) if NOTICE.match(path.name)]
    heading = f"{package} ({about.get('license', 'see below')})"
    return f"{heading}\n{'-' * len(heading)}\n" + (notices[0] if notices else "No notice of its own.")


def main() -> None:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed (on Debian: apt-get install npm).")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm, "init", "--yes"], cwd=folder, check=True, capture_output=True)
        install = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*install, *PACKAGES], cwd=folder, check=True)
        modules = Path(folder) / "node_modules"
        # GraphiQL's file brings these along; npm knows them only by name. They are fetched for their notices.
        notice_only = [package for package in bundled(modules) if not (modules / package).is_dir()]
        if notice_only:
            subprocess.run([*install, *notice_only], cwd=folder, check=True)
        TARGET.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (TARGET / Path(name).name).write_text(cleaned(modules / name))
        notices = "\n\n\n".join(licence(modules, package) for package in bundled(modules))
        versions = ", ".join(PACKAGES[:3])
        (TARGET / "LICENCES.txt").write_text(f"Made by bin/graphiql-assets of {versions}.\n\n\n{notices}\n")
    total = sum(path.stat().st_size for path in TARGET.iterdir())
    print(f"{total / 1_000_000:.2f} MB in {TARGET.name}/")


if __name__ == "__main__":
    main()
