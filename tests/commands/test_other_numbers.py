"""`counter carry-out` for people registered by a pass, a passport or a card of 2017."""

from dataclasses import replace

import pytest

from counter_app.domain.identity import IdentityKind
from tests.parts.command import Command
from tests.parts.other_papers import FORMS, card_number, number_of, register
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform


@pytest.mark.parametrize("kind", FORMS)
def test_a_loss_is_reported_by_any_number_and_the_card_is_stopped(
    kind: IdentityKind, inside: Command, platform: Platform
) -> None:
    """Typed in small letters and groups; no whole number is told again."""
    number, card = number_of(kind), card_number()
    register(platform, number, card=card)
    said = inside.carry_out("temporary-loss", f"{number[:4].lower()} {number[4:]}")
    assert (said.status, said.json["state"]) == (0, "settled"), said
    assert platform.rows("SELECT state FROM card WHERE number = ?", card) == [("4",)]
    assert number not in said.out
    receipt = inside("receipt", said.json["receipt"])
    assert number not in receipt.out


def test_without_a_line_the_loss_of_somebody_unknown_is_kept_under_that_number(
    inside: Command, platform: Platform
) -> None:
    number, card = number_of(IdentityKind.PASSPORT), card_number()
    register(platform, number, card=card)
    away = replace(inside, sets=(f"platform.url={NOWHERE}",))
    assert away.carry_out("temporary-loss", number, name="ANY SAMPLE").json["state"] == "waiting"
    inside("sync")
    assert platform.rows("SELECT state FROM card WHERE number = ?", card) == [("4",)]


def test_a_number_of_no_paper_is_told_in_words(inside: Command) -> None:
    said = inside.carry_out("temporary-loss", "ZZZ43990000005")
    assert (said.status, said.error["code"]) == (1, "BadInput")
    assert "现为 14 位" in said.error["message"]
