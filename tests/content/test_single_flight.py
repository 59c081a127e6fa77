"""What many ask for at once is made by one of them, and what is something else waits for nobody."""

import threading
from concurrent.futures import ThreadPoolExecutor

from cms.content.files.single_flight import single_flight

# Seconds for what must happen, on any machine.
LONG_ENOUGH = 30


def test_of_many_who_ask_at_once_one_makes_it_and_another_thing_is_not_waited_for() -> None:
    together, let_go, made = threading.Barrier(8), threading.Event(), list[str]()

    def ask(key: str) -> None:
        together.wait(LONG_ENOUGH)
        with single_flight(("pdf", key)):
            if key not in made:
                if key == "a":
                    # Held by one of seven; "b" is made meanwhile.
                    assert let_go.wait(LONG_ENOUGH)
                else:
                    let_go.set()
                made.append(key)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, ["a"] * 7 + ["b"]))
    assert sorted(made) == ["a", "b"]


def test_a_fault_lets_the_next_one_try() -> None:
    for _ in range(2):
        try:
            with single_flight("x"):
                raise OSError
        except OSError:
            continue
    with single_flight("x"):
        pass
