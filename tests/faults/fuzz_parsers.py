"""Every parser of what comes from outside the program, with good inputs to spoil."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from tests.faults.fuzz import Parser
from tests.faults.fuzz_cards import CARDS
from tests.faults.fuzz_files import files
from tests.faults.fuzz_paper import PAPER
from tests.faults.fuzz_platform import platform_answers
from tests.faults.fuzz_rules import rules


def parsers() -> dict[str, Parser]:
    """By name; the slow ones first, so that several hands end together."""
    place = Path(tempfile.mkdtemp(prefix="fuzz-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return {one.name: one for one in (*rules(place), *files(place), *CARDS, *PAPER, *platform_answers())}
