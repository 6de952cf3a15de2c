"""Every character of GB 18030-2022 is printed and read back from the PDF: the right character, with a glyph of its own
that is the source's.
"""

import pytest

from counter_app.domain.faces import BEYOND, IDEOGRAPHS, RADICALS, Block
from printing.fonts import Fonts
from tests.printing.proof import blocks, prove

EVERY = dict(blocks())


def test_the_blocks_are_those_of_the_standard() -> None:
    """Its own sums: 87,887 ideographs, 88,115 with radicals and components, 27,584 at level 1."""
    assert sum(block.size for block in IDEOGRAPHS) == 87_887
    assert len(set().union(*EVERY.values())) == sum(block.size for block in (*IDEOGRAPHS, *RADICALS)) == 88_115
    assert sum(block.size for block in EVERY if block.level == 1) == 27_584


@pytest.mark.parametrize("block", EVERY, ids=lambda block: str(block.name.en))
def test_every_character_is_on_paper_as_itself(block: Block, fonts: Fonts) -> None:
    """`make paper-proof` draws every converted outline a second time, here every fortieth; those taken over unchanged
    are compared byte by byte, all of them.
    """
    proven = prove(EVERY[block], fonts, every=40)
    assert proven.characters == block.size
    assert proven.outlines >= block.size // 40


@pytest.mark.parametrize("block", BEYOND[:2], ids=lambda block: str(block.name.en))
def test_what_the_standard_does_not_ask_for_is_right_as_far_as_there_are_glyphs(block: Block, fonts: Fonts) -> None:
    characters = "".join(map(chr, block.codes()))
    missing = set(fonts.missing(characters))
    here = "".join(character for character in characters if character not in missing)
    assert len(here) > 2_000
    assert prove(here, fonts, every=40).characters == len(here)
