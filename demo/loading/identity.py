"""Who is who in the demo: every key has one UUID for good, so that a second load recognises what is there."""

from hashlib import blake2b
from uuid import UUID, uuid5

NAMESPACE = UUID("9b1f5a4e-6c1d-5d0e-8f0a-3c5e1d7b2a64")


def of_item(key: str) -> UUID:
    """The item's id, which is the `translation_key` of its pages."""
    return uuid5(NAMESPACE, key)


def of_snippet(kind: str, key: str) -> UUID:
    """The `translation_key` of an organisation or topic. wagtail-localize needs it to differ from every item's."""
    return uuid5(NAMESPACE, f"{kind}:{key}")


def of_file(key: str, language: str) -> UUID:
    """The uid of a file in one language."""
    return uuid5(NAMESPACE, f"file:{key}:{language}")


def of_picture(key: str) -> UUID:
    """The uid of a picture."""
    return uuid5(NAMESPACE, f"picture:{key}")


def of_block(item: str, path: str) -> str:
    """The id of the block at `path` of an item: the same in both languages, which is how their segments are paired."""
    return str(uuid5(NAMESPACE, f"block:{item}:{path}"))


def of_paragraph(item: str, path: str, number: int) -> str:
    """The five characters by which the editor knows a paragraph again (`data-block-key`)."""
    return blake2b(f"{item}:{path}:{number}".encode(), digest_size=3).hexdigest()[:5]
