"""Every parser of what comes from outside the program, with good inputs to spoil."""

from __future__ import annotations

from tests.faults.fuzz import Parser
from tests.faults.fuzz_cards import CARDS
from tests.faults.fuzz_files import files
from tests.faults.fuzz_platform import platform_answers


def parsers() -> dict[str, Parser]:
    """By name; the slow ones first, so that several hands end together."""
    return {one.name: one for one in (*files(), *CARDS, *platform_answers())}
