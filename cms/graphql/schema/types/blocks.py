"""The blocks of a body: any that is declared."""

from typing import Final

from graphene import Union

from cms.content.declaration.blocks import block_payloads

from .derived import object_type
from .naming import type_name

_PAYLOADS: Final = block_payloads()


class Block(Union):
    """One block of a body. Ask `__typename` which; ask for what it holds with `... on TextBlock { }` and the like."""

    class Meta:
        types = tuple(map(object_type, _PAYLOADS.values()))

    # The `type` of a block in a payload, to the name of its type here.
    discriminator: Final = {name: type_name(payload) for name, payload in _PAYLOADS.items()}
