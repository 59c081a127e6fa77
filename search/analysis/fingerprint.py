"""One string that changes whenever the keys of any word may: of our sources and tables."""

from pathlib import Path
from typing import Final
from zlib import adler32, crc32

_FOLDER: Final = Path(__file__).parent


def _fingerprint() -> str:
    parts: list[bytes] = []
    for path in sorted((*_FOLDER.rglob("*.py"), *_FOLDER.glob("data/*.txt*"))):
        parts += (path.relative_to(_FOLDER).as_posix().encode(), path.read_bytes())
    whole = b"\0".join(parts)
    return f"{crc32(whole):08x}{adler32(whole):08x}"


FINGERPRINT: Final = _fingerprint()
