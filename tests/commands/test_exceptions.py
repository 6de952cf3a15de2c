"""`counter exceptions` and `counter settle` as somebody at a shell meets them."""

from collections.abc import Callable
from pathlib import Path

from counter_app.domain.holder import Person
from tests.parts.command import Command
from tests.parts.practice_platform import Platform

Somebody = Callable[[], Person]


def _refused(inside: Command, platform: Platform, person: Person) -> str:
    """The receipt of a loss report of which the bank refused its half."""
    assert person.card is not None
    platform.change("UPDATE account SET state = 'frozen' WHERE card = ?", person.card.number)
    receipt: str = inside.carry_out("temporary-loss", person.holder.number).json["receipt"]
    return receipt


def test_listed_without_names_and_settled_step_by_step(
    inside: Command, platform: Platform, somebody: Somebody, tmp_path: Path
) -> None:
    person = somebody()
    receipt = _refused(inside, platform, person)
    [row] = inside("exceptions").json["exceptions"]
    assert (row["receipt"], row["code"], row["ways"]) == (receipt, "1303", ["redo", "escalate", "call", "close"])
    assert {one["here"] for one in row["course"]} == {True, False}
    noted = inside("settle", receipt, "--way", "call", "--choice", "reached", "--reason", f"{person.holder.name}知道了")
    assert (noted.status, noted.json["successor"]) == (0, None)
    words = inside.words("exceptions")
    for said in (words.out, str(inside("exceptions").json)):
        assert person.holder.name not in said
        assert person.holder.number not in said
    assert receipt in words.out
    sheet = tmp_path / "successor.pdf"
    closed = inside("settle", receipt, "--way", "close", "--reason", "-", "--pdf", str(sheet), given="自己去银行\n")
    assert closed.status == 0
    assert closed.json["successor"].startswith("S4399")
    assert sheet.read_bytes().startswith(b"%PDF")
    assert inside("exceptions").json == {"exceptions": []}
    assert inside("receipt", closed.json["successor"]).json["number"] == closed.json["successor"]
    again = inside("settle", receipt, "--way", "close", "--reason", "再撤一次")
    assert (again.status, again.json["error"]["code"]) == (1, "NotEligible")
    assert inside("audit", "verify").json["whole"]


def test_what_is_not_lawful_or_not_asked_that_way(inside: Command, platform: Platform, somebody: Somebody) -> None:
    receipt = _refused(inside, platform, somebody())
    for wrong in (
        ("--way", "forget", "--reason", "x"),
        ("--way", "redo", "--reason", "x"),
        ("--way", "escalate", "--reason", "x"),
        ("--way", "close", "--choice", "reached", "--reason", "x"),
    ):
        assert inside("settle", receipt, *wrong).status == 2, wrong
    unlawful = inside("settle", receipt, "--way", "already", "--reason", "x")
    assert (unlawful.status, unlawful.json["error"]["code"]) == (1, "NotEligible")
    empty = inside("settle", receipt, "--way", "close", "--reason", " ")
    assert (empty.status, empty.json["error"]["code"]) == (1, "BadInput")
    assert len(inside("exceptions").json["exceptions"]) == 1
