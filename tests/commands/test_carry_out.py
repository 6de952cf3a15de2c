"""`counter carry-out` with everything people and answers files can be: wrong, unlawful, unknown, partly refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from counter_app.domain.holder import Person
from counter_app.domain.numbers import identity_check_digit
from tests.parts.command import Command, Said
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform

Somebody = Callable[[], Person]
CHECKED = {"identity_checked": "card-seen"}


def several(inside: Command, procedure: str, files: list[str]) -> list[Said]:
    """Carry out one procedure from many answers files."""
    return [inside("carry-out", procedure, "--answers", "-", given=text) for text in files]


def count(inside: Command) -> int:
    return len(inside("outbox").json["operations"])


def test_an_answers_file_that_is_none_is_status_2_and_nothing_is_recorded(
    inside: Command, somebody: Somebody, tmp_path: Path
) -> None:
    number = somebody().holder.number
    files: list[Any] = [
        [],
        {"holder": number},
        {"answers": {}},
        {"holder": {}},
        {"holder": {"number": 5}},
        {"holder": {"number": number, "card": "reader"}},
        {"holder": {"card": "pocket"}},
        {"holder": {"number": number}, "answers": {"colour": "red"}},
        {"holder": {"number": number}, "answers": [], "more": 1},
        {"holder": {"card_number": "\ud800"}},
        {"holder": {"number": number}, "answers": {"scope": "\udfff"}},
    ]
    texts = [json.dumps(one) for one in files] + ["", "{", "[" * 5000]
    for text, said in zip(texts, several(inside, "temporary-loss", texts), strict=True):
        assert (said.status, said.error["code"]) == (2, "UsedWrongly"), (text, said)
    assert inside("carry-out", "temporary-loss", "--answers", str(tmp_path / "none")).status == 2
    (tmp_path / "latin").write_bytes(b'{"holder": {"number": "\xff"}}')
    assert inside("carry-out", "temporary-loss", "--answers", str(tmp_path / "latin")).status == 2
    assert count(inside) == 0
    (tmp_path / "marked").write_text(json.dumps({"holder": {"number": number}}), encoding="utf-8-sig")
    marked = inside("carry-out", "temporary-loss", "--answers", str(tmp_path / "marked"))
    assert marked.status == 0, "the mark some editors put before UTF-8 does no harm"


def test_numbers_and_answers_that_are_wrong_are_told_in_words_and_nothing_is_recorded(
    inside: Command, somebody: Somebody
) -> None:
    number = somebody().holder.number
    other_digit = number[:17] + ("1" if number[17] != "1" else "2")
    cases = {
        other_digit: "校验",
        number[:10] + "1332" + number[14:]: "出生日期",
        "99" + number[2:]: "校验",
        "00" + number[2:]: "省份",
        number[:17]: "18 位",
        number[:16] + "AB": "数字",
    }
    files = [json.dumps({"holder": {"number": wrong}}) for wrong in cases]
    for (wrong, words), said in zip(cases.items(), several(inside, "temporary-loss", files), strict=True):
        assert (said.status, said.error["code"]) == (1, "BadInput"), wrong
        assert words in said.error["message"]
    answers = [{"scope": "nix"}, {"scope": ""}]
    for said in several(
        inside, "temporary-loss", [json.dumps({"holder": {"number": number}, "answers": a}) for a in answers]
    ):
        assert (said.status, said.error["code"]) == (1, "BadInput")
        assert "scope" in said.error["message"]
    formal = [{"mobile": "1390000"}, {"reason": "eaten"}, {"when": "tomorrow"}]
    for given, said in zip(
        formal,
        several(inside, "formal-loss", [json.dumps({"holder": {"number": number}, "answers": a}) for a in formal]),
        strict=True,
    ):
        assert (said.status, said.error["code"]) == (1, "BadInput")
        assert next(iter(given)) in said.error["message"]
    assert count(inside) == 0


def test_what_the_rules_forbid_is_status_1_with_the_lawful_way(
    inside: Command, somebody: Somebody, roles: dict[str, Person]
) -> None:
    """Not lost, never activated, cancelled, unknown clerk; and a release is not done blind."""
    person = somebody().holder.number
    cases = [
        ("release", person, "NotLost"),
        ("temporary-loss", roles["sealed"].holder.number, "NotEligible"),
        ("temporary-loss", roles["cancelled"].holder.number, "NotEligible"),
        ("temporary-loss", roles["formal"].holder.number, "AlreadyLost"),
    ]
    for procedure, number, code in cases:
        said = inside.carry_out(procedure, number)
        assert (said.status, said.error["code"]) == (1, code)
    away = replace(inside, sets=(f"platform.url={NOWHERE}",))
    blind = away.carry_out("release", roles["temporary-both"].holder.number)
    assert (blind.status, blind.error["code"]) == (1, "ForbiddenOffline")
    given = json.dumps({"holder": {"number": person}})
    clerk = inside("carry-out", "temporary-loss", "--answers", "-", "--clerk", "9999", given=given)
    assert (clerk.status, clerk.error["code"]) == (1, "NotSignedIn")
    assert count(inside) == 0


def test_how_identity_was_checked_is_an_answer_like_the_others(
    inside: Command, somebody: Somebody, platform: Platform
) -> None:
    """Nobody's word is filled in; where the base pack does not ask, the answer is one nobody asked for."""
    number = somebody().holder.number
    assert inside.carry_out("temporary-loss", number).json["settlement"] == "accepted"
    left_out = inside.carry_out("release", number)
    assert (left_out.status, left_out.error["code"]) == (1, "BadInput")
    assert "identity_checked" in left_out.error["message"]
    assert inside.carry_out("release", number, identity_checked="by-voice").error["code"] == "BadInput"
    assert inside.carry_out("temporary-loss", number, **CHECKED).status != 0
    assert count(inside) == 1
    done = inside.carry_out("release", number, identity_checked="other-seen")
    assert done.json["settlement"] == "accepted"
    assert platform.effects(done.json["operation"])


def test_a_loss_is_made_formal_and_released_and_the_platform_has_each_step(
    inside: Command, somebody: Somebody, platform: Platform
) -> None:
    person = somebody()
    formal = inside.carry_out(
        "formal-loss", person.holder.number, reason="stolen", when="yesterday", mobile="", **CHECKED
    )
    assert (formal.json["settlement"], formal.status) == ("accepted", 0)
    again = inside.carry_out("temporary-loss", person.holder.number)
    assert again.error["code"] == "AlreadyLost"
    released = inside.carry_out("release", person.holder.number, reason="mistake", **CHECKED)
    assert released.json["settlement"] == "accepted"
    assert set(platform.effects(formal.json["operation"])) == {("ssc", "1", "2"), ("bank", "normal", "formal-loss")}
    assert set(platform.effects(released.json["operation"])) == {("ssc", "2", "1"), ("bank", "formal-loss", "normal")}


def test_a_half_known_to_be_frozen_is_not_offered(inside: Command, roles: dict[str, Person]) -> None:
    """Bank frozen by the mirror's word: both cannot be chosen, and it is said why; one side still can."""
    person = roles["bank-frozen"].holder.number
    both = inside.carry_out("temporary-loss", person, scope="both")
    assert (both.status, both.error["code"]) == (1, "BadInput")
    assert "scope" in both.error["message"]
    assert "冻结" in both.error["message"]
    assert inside.carry_out("temporary-loss", person, scope="ssc").json["settlement"] == "accepted"


def test_the_platform_may_refuse_a_half_nobody_here_knew_of(
    inside: Command, somebody: Somebody, platform: Platform
) -> None:
    """The account was frozen a moment ago: one half accepted, one refused, both told; status 0, it is recorded."""
    person = somebody()
    assert person.card is not None
    freeze = "UPDATE account SET state = 'frozen' WHERE card = ?"
    platform.change(freeze, person.card.number)
    said = inside.carry_out("temporary-loss", person.holder.number)
    assert (said.status, said.json["state"], said.json["settlement"]) == (0, "refused", None)
    assert said.json["headline"] == "平台只确认了一半"
    assert [(half["half"], half["state"]) for half in said.json["halves"]] == [("ssc", "ok"), ("bank", "stop")]
    assert "冻结" in said.json["halves"][1]["words"]
    assert platform.effects(said.json["operation"]) == [("ssc", "1", "4")]
    sync = inside("sync", "--until-empty")
    assert (sync.status, sync.json["left"], sync.json["refused_open"]) == (0, 0, 1)
    receipt = inside("receipt", said.json["receipt"]).json
    assert receipt["state"] == "平台只确认了一半"
    assert any("冻结" in row["value"] for row in receipt["rows"])
    assert "被退回" in inside.words("outbox").out


def test_a_separate_bank_is_not_claimed_stopped_and_its_own_number_is_named(
    inside: Command, roles: dict[str, Person]
) -> None:
    person = roles["bank-separate"].holder.number
    both = inside.carry_out("temporary-loss", person, scope="both")
    assert (both.status, both.error["code"]) == (1, "BadInput")
    assert "0000-95503" in both.error["message"]
    away = replace(inside, sets=(f"platform.url={NOWHERE}",))
    done = away.carry_out("temporary-loss", person)
    assert [half["half"] for half in done.json["halves"]] == ["ssc"]
    notes = away("receipt", done.json["receipt"]).json["notes"]
    (bank,) = [note for note in notes if "银行" in note]
    assert "没有停用" in bank
    assert "示例银行三 0000-95503" in bank
    assert "12333" not in bank


def test_somebody_unknown_here_reports_by_number_and_name_and_the_platform_finds_the_card(
    inside: Command, stranger: Somebody, platform: Platform
) -> None:
    person, other = stranger(), stranger()
    away = replace(inside, sets=(f"platform.url={NOWHERE}",))
    nameless = away.carry_out("temporary-loss", person.holder.number)
    assert (nameless.status, nameless.error["code"]) == (1, "BadInput")
    assert "name" in nameless.error["message"]
    right = away.carry_out("temporary-loss", person.holder.number, name=person.holder.name)
    wrong = away.carry_out("temporary-loss", other.holder.number, name="叶不是")
    assert (right.json["state"], wrong.json["state"]) == ("waiting", "waiting")
    receipt = away("receipt", right.json["receipt"]).json
    assert any("由平台按号码和姓名查找" in row["value"] for row in receipt["rows"])
    sync = inside("sync", "--until-empty")
    assert (sync.json["accepted"], sync.json["refused"], sync.json["refused_open"]) == (1, 1, 1)
    assert sorted(str(half) for half, *_ in platform.effects(right.json["operation"])) == ["bank", "ssc"]
    assert platform.effects(wrong.json["operation"]) == []
    found = inside.carry_out("release", person.holder.number, **CHECKED)
    assert found.json["settlement"] == "accepted", "the answer brought the person into the mirror"


def test_a_number_the_platform_says_nobody_has_is_not_found(inside: Command) -> None:
    """The platform was asked: nothing is taken for somebody who is not there."""
    nobody = "43991419900101999"
    said = inside.carry_out("temporary-loss", nobody + identity_check_digit(nobody), name="叶不是")
    assert (said.status, said.error["code"]) == (1, "NotFound")
    assert count(inside) == 0
