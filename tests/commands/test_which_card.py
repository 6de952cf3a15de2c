"""`counter carry-out --card`: of several cards in use the one that is named, and nobody guesses without it."""

from __future__ import annotations

import json

from counter_app.domain.holder import Person
from tests.parts.command import Command
from tests.parts.practice_platform import Platform


def test_of_two_cards_in_use_the_named_one_is_meant(
    inside: Command, platform: Platform, roles: dict[str, Person]
) -> None:
    """By its number or its last four characters; another number, and none at all, is told with what to do."""
    who = roles["two-living"]
    given = json.dumps({"holder": {"number": who.holder.number}})
    ask = ("carry-out", "status-proof", "--answers", "-")
    nobody = inside(*ask, given=given)
    assert (nobody.status, nobody.error["code"]) == (1, "NotEligible")
    assert "先选要办的卡" in nobody.error["advice"]
    wrong = inside(*ask, "--card", roles["normal"].cards[0].number, given=given)
    assert (wrong.status, wrong.error["code"]) == (1, "BadInput")
    for card, named in ((who.cards[0], who.cards[0].number), (who.cards[1], who.cards[1].number[-4:])):
        done = inside(*ask, "--card", named, given=given)
        assert done.status == 0, done
        ((sent,),) = platform.rows("SELECT operation FROM answer WHERE operation_id = ?", done.json["operation"])
        assert json.loads(str(sent))["card_number"] == card.number
