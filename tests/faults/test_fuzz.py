"""No parser of what comes from outside lets any other exception out than an error of the tree; a few hundred inputs
each, which `python -m tests.faults.fuzz` makes a hundred thousand.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from counter_app.domain.errors import Refused
from tests.faults.fuzz import LONGEST, Parser, fault_of, main, tried
from tests.faults.fuzz_parsers import parsers

KNOWN = parsers()
SLOW = {"pack", "pack of other rules", "picture"}
_DEEP = b"[" * 100_000


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_good_input_spoilt_in_some_places_is_taken_or_refused(name: str) -> None:
    found = tried(KNOWN[name], inputs=40 if name in SLOW else 150, seed=1)
    assert found.faults == []
    assert found.slowest <= LONGEST


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_any_bytes_are_taken_or_refused(name: str) -> None:
    parser = KNOWN[name]

    @settings(max_examples=10 if name in SLOW else 50)
    @example(_DEEP)
    @example(b"")
    @given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
    def tell(data: bytes) -> None:
        assert not fault_of(parser, data)

    tell()


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_the_good_inputs_are_good(name: str) -> None:
    """Else only the first line of each parser would be tried. Answers of the platform are taken whole or not at all."""
    parser = KNOWN[name]
    assert any(fault_of(parser, seed) == "" for seed in parser.seeds)


def test_a_parser_that_breaks_is_told_and_repeats_by_its_seed() -> None:
    def breaks(data: bytes) -> object:
        if not data:
            raise Refused
        return json.loads(data)["member"]

    first, again = (tried(Parser("broken", [b'{"member": 1}'], breaks), inputs=300, seed=7) for _ in range(2))
    assert first.unexpected == again.unexpected > 10
    assert (first.faults, first.good) == (again.faults, False)


def test_the_command_prints_a_line_for_each_parser(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--inputs", "20", "--seed", "3", "--parser", "typed number"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[1].startswith("typed number"), "inputs 20 " in said[1]) == ("seed 3", True, True)
