"""A process of its own that edits the demo at random, in both languages, and says each edit."""

import random
import sys
from collections.abc import Callable
from typing import Any

SEED = 16


def main(count: int) -> None:
    import django

    django.setup()
    from tests.clients.demo_edits import EDITS

    chosen = random.Random(SEED)
    for number in range(count):
        edit: Callable[[Any, int], None] = chosen.choice(EDITS)
        edit(chosen, number)
        sys.stdout.write(f"{edit.__name__}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
