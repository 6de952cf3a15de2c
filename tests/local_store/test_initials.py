"""Initials of names: surnames with a reading of their own, given names, characters without a reading, Latin letters."""

import subprocess
import sys

import pytest

from local_store.initials import initials_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("林晓岚", "lxl"), ("单长春", "scc"), ("曾重阳", "zcy"), ("李长江", "lcj"), ("林长", "lz"), ("尉迟海", "ych"),
        ("阿依古丽·买买提", "ayglmmt"), ("𠮷田岚", "tl"), ("MARIA林", "marial"), ("", ""), ("长", "z"), ("𠮷长海", "ch"),
    ],
)  # fmt: skip
def test_initials_are_what_a_clerk_types(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_the_table_of_phrases_is_never_read() -> None:
    """It is parsed in one piece that stops the window's thread, and keeps tens of megabytes."""
    look = (
        "import sys, local_store.initials as i; i.initials_of('林晓岚');"
        "print('pypinyin.phrases_dict' in sys.modules and len(sys.modules['pypinyin.phrases_dict'].phrases_dict))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("False", "0")
