"""`counter carry-out application --attach picture=FILE`."""

import json
from pathlib import Path

import pytest

from tests.parts.command import Command, Said
from tests.parts.newcomers import newcomer
from tests.parts.pictures import drawn, photo_file, saved
from tests.parts.practice_platform import Platform

ANSWERS = {
    "ground": "live",
    "photo": "brought",
    "mobile": "13900000046",
    "bank": "B01",
    "identity_checked": "card-seen",
    "consent_bank": "yes",
    "consent_photo": "yes",
}


def applied(inside: Command, platform: Platform, *pairs: str, **answers: str) -> Said:
    """An application for another newcomer."""
    asked = {"holder": {"number": newcomer(platform).holder.number}, "answers": {**ANSWERS, **answers}}
    attach = [word for pair in pairs for word in ("--attach", pair)]
    return inside("carry-out", "application", "--answers", "-", *attach, given=json.dumps(asked))


def test_a_picture_goes_with_its_operation_and_no_word_of_it_is_told(
    inside: Command, platform: Platform, tmp_path: Path
) -> None:
    file = tmp_path / "my-own-face.png"
    file.write_bytes(saved(drawn(), "PNG"))
    said = applied(inside, platform, f"picture={file}")
    assert said.status == 0, said
    assert said.json["settlement"] == "accepted"
    (kept,) = platform.rows("SELECT body FROM attachment WHERE operation_id = ?", said.json["operation"])
    assert isinstance(kept[0], bytes)
    assert kept[0].startswith(b"\xff\xd8")
    assert "my-own-face" not in said.out + said.err


@pytest.mark.parametrize(
    ("pairs", "answers", "status", "code"),
    [
        ((), {}, 1, "BadInput"),
        (("picture={dark}",), {}, 1, "BadPicture"),
        (("picture={gone}",), {}, 1, "BadPicture"),
        (("picture={good}",), {"photo": "file"}, 2, "UsedWrongly"),
        (("photo={good}",), {}, 1, "BadInput"),
        (("{good}",), {}, 2, "UsedWrongly"),
        (("picture={good}", "picture={good}"), {}, 2, "UsedWrongly"),
        ((), {"picture": "ab" * 32}, 1, "BadInput"),
    ],
)
def test_what_will_not_do_records_nothing(
    inside: Command,
    platform: Platform,
    tmp_path: Path,
    pairs: tuple[str, ...],
    answers: dict[str, str],
    status: int,
    code: str,
) -> None:
    (tmp_path / "good").write_bytes(photo_file())
    (tmp_path / "dark").write_bytes(saved(drawn(light=0.1)))
    named = {name: tmp_path / name for name in ("good", "dark", "gone")}
    said = applied(inside, platform, *(pair.format(**named) for pair in pairs), **answers)
    assert (said.status, said.error["code"]) == (status, code)
    assert inside("outbox").json["operations"] == []
