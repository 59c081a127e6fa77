"""A flowchart as an ordered list in words. The sentences are data, so that nothing depends on catalogues."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cms.content.flowcharts.chart_rules import ChartStep
from cms.content.languages import Language
from cms.content.vocabularies import Label

# Both after a condition (`If ‘Yes’: go to step 4.`) and alone (`Go to step 4.`).
_ON: Final = Label("ewch i gam {number}.", "go to step {number}.")
_BACK: Final = Label("ewch yn ôl i gam {number}.", "go back to step {number}.")
_AGAIN: Final = Label("gwnewch y cam hwn eto.", "do this step again.")
# From the second way on, where all of them are taken.
_ALSO_ON: Final = Label("ewch hefyd i gam {number}.", "also go to step {number}.")
_ALSO_BACK: Final = Label("ewch yn ôl hefyd i gam {number}.", "also go back to step {number}.")
_IF: Final = Label("Os ‘{label}’: {then}", "If ‘{label}’: {then}")
_LABELLED: Final = Label("{label}: {then}", "{label}: {then}")
_END: Final = Label("Daw'r siart llif i ben yma.", "The flowchart ends here.")


def in_words(steps: Sequence[ChartStep], language: Language) -> list[dict[str, Any]]:
    """A step each: its number, its text and where to go from it. `steps` are in the order of reading."""
    numbers = {step.key: number for number, step in enumerate(steps, start=1)}
    return [
        {"number": numbers[step.key], "text": step.text, "then": list(_ways(step, numbers, language))} for step in steps
    ]


def _ways(step: ChartStep, numbers: Mapping[str, int], language: Language) -> Iterator[str]:
    here, also = numbers[step.key], False
    for arrow in step.arrows:
        then = _sentence(here, numbers[arrow.to], also and not arrow.label).text(language)
        then = then.format(number=numbers[arrow.to])
        if arrow.label:
            frame = _IF if step.kind == "decision" else _LABELLED
            yield frame.text(language).format(label=arrow.label.rstrip(" .:"), then=then)
        else:
            yield then[0].upper() + then[1:]
            also = True
    if not step.arrows:
        yield _END.text(language)


def _sentence(here: int, there: int, also: bool) -> Label:
    if there == here:
        return _AGAIN
    if there < here:
        return _ALSO_BACK if also else _BACK
    return _ALSO_ON if also else _ON
