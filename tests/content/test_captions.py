"""Captions: WebVTT is read strictly, and what is wrong is told with its line."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cms.content.files.captions import FAULTS, CaptionsError, Cue, explanation, parse_captions

GOOD = """WEBVTT

NOTE Capsiynau
Language: cy

1
00:00:01.000 --> 00:00:02.500
Croeso i bawb <b>yma</b>.

01:00:03.000 --> 01:00:04.000 align:start
Dwy
linell.
"""
CUES = [Cue(1000, 2500, "Croeso i bawb yma."), Cue(3_603_000, 3_604_000, "Dwy\nlinell.")]


@pytest.mark.parametrize(
    "text", [GOOD, "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD.replace("\n", "\r"), GOOD.rstrip()]
)
def test_captions_are_read_whatever_ends_their_lines(text: str) -> None:
    assert parse_captions(text.encode()) == CUES


BACKWARDS = "\n01:00:06.000 --> 01:00:05.000\nx\n"
MALFORMED = "\n01:00:05,000 --> 01:00:06,000\nx\n"
OUTSIDE = "\nx\n"


@pytest.mark.parametrize(
    ("faults", "kind"),
    [
        (BACKWARDS + MALFORMED, "backwards"),
        (BACKWARDS + OUTSIDE, "backwards"),
        (OUTSIDE + MALFORMED, "outside"),
        (OUTSIDE + BACKWARDS, "outside"),
        (MALFORMED + BACKWARDS, "cue"),
        (MALFORMED + MALFORMED, "cue"),
    ],
)
@pytest.mark.parametrize("latin", [b"", b"\n01:00:08.000 --> 01:00:09.000\nt\xf4\n"], ids=["UTF-8", "Latin-1"])
def test_of_several_faults_the_first_is_told(faults: str, kind: str, latin: bytes) -> None:
    with pytest.raises(CaptionsError) as raised:
        parse_captions((GOOD + faults).encode() + latin)
    assert (raised.value.kind, raised.value.line) == (kind, 14)


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("", "header", 1),
        ("1\n00:00:05,000 --> 00:00:06,000\nSubRip", "header", 1),
        ("WEBVTTX\n\n00:05.000 --> 00:06.000\nx", "header", 1),
        ("WEBVTT\n00:05.000 --> 00:06.000\nx", "header", 2),
        ("WEBVTT\n\nNOTE only\n", "none", 0),
        (GOOD + "\n01:00:05,000 --> 01:00:06,000\nx", "cue", 14),
        (GOOD + "\n01:00:05 --> 01:00:06.000\nx", "cue", 14),
        (GOOD + "\n01:00:05.000 --> 01:00:66.000\nx", "cue", 14),
        (GOOD + "\n01:00:05.000 --> 01:00:06.000 colour:red\nx", "cue", 14),
        (GOOD + "\n01:00:05.000 --> 01:00:06.000\nx\n01:00:07.000 --> 01:00:08.000\nx", "cue", 14),
        (GOOD + "\nNOTE --> x\n", "cue", 14),
        (GOOD + "\n01:00:05.000 -> 01:00:06.000\nx", "outside", 14),
        (GOOD + "\nx\n", "outside", 14),
        (GOOD + "\n01:00:06.000 --> 01:00:05.000\nx", "backwards", 14),
        (GOOD + "\n01:00:05.000 --> 01:00:05.000\nx", "backwards", 14),
        (GOOD + "\n3\n01:00:02.000 --> 01:00:05.000\nx", "order", 15),
        (GOOD + "\n01:00:05.000 --> 01:00:06.000\n", "empty", 14),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, kind: str, line: int) -> None:
    with pytest.raises(CaptionsError) as raised:
        parse_captions(text.encode())
    assert (raised.value.kind, raised.value.line) == (kind, line)
    assert (f"{line}" in explanation(kind, line)) == (line > 0)


def test_captions_are_utf_8_and_not_endless() -> None:
    with pytest.raises(CaptionsError) as raised:
        parse_captions(GOOD.encode() + b"\n01:00:05.000 --> 01:00:06.000\nt\xf4\n")
    assert (raised.value.kind, raised.value.line) == ("encoding", 15)
    with pytest.raises(CaptionsError, match="too_large"):
        parse_captions(GOOD.encode() + b" " * 2_000_000)


_LINES = st.lists(
    st.sampled_from(
        [
            "",
            "WEBVTT",
            "NOTE x",
            "STYLE",
            "REGION",
            "id:r",
            "a",
            "-->",
            "00:01.000 --> 00:02.000",
            "NOTE --> x",
            "::cue{}",
        ]
    )
)


@example(b"WEBVTT\n\nNOTE\n-->")
@given(st.binary(max_size=200) | _LINES.map(lambda lines: "\n".join(["WEBVTT", "", *lines]).encode()))
def test_whatever_the_bytes_there_are_captions_or_a_fault(data: bytes) -> None:
    fault, cues = "", []
    try:
        cues = parse_captions(data)
    except CaptionsError as error:
        fault = error.kind
    assert bool(cues) != bool(fault)
    assert not fault or fault in FAULTS
    assert all(cue.begins < cue.ends for cue in cues)
