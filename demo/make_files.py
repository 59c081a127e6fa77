"""Makes the demo's downloads from demo/file_texts/ and its pictures, so that their words can be reviewed as text.

    python demo/make_files.py

Needs requirements-dev.txt and the DejaVu fonts. The same texts give the same bytes, so a second run changes nothing.
"""

import sys
from pathlib import Path

import yaml
from making import captions, pdf, pictures, word
from making.texts import read

DEMO = Path(__file__).resolve().parent
LANGUAGES = ("cy", "en")
MAKERS = {"pdf": pdf.make, "docx": word.make, "vtt": captions.make}


def main() -> int:
    """Makes the files of files.yaml and the pictures of pictures.yaml. Returns how many texts are missing."""
    missing = 0
    for row in yaml.safe_load((DEMO / "files.yaml").read_bytes()):
        text = DEMO / "file_texts" / f"{row['key']}.yaml"
        if not text.is_file():
            print(f"missing: {text.relative_to(DEMO)}")  # noqa: T201
            missing += 1
            continue
        for language in LANGUAGES:
            document = read(text, language)
            save(DEMO / row[language]["path"], MAKERS[document.format](document))
    for row in yaml.safe_load((DEMO / "pictures.yaml").read_bytes()):
        save(DEMO / row["path"], pictures.DRAWINGS[row["key"]]())
    return missing


def save(path: Path, content: bytes) -> None:
    """Writes a file that is new or differs, and says so."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(f"{path.relative_to(DEMO)}: {len(content):,} bytes")  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
