"""`counter recovery`, and every other command of a folder under a passphrase: asked for, never an argument."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.parts.command import Command, Said
from tests.parts.practice_folder import NOWHERE
from tests.parts.under_passphrase import WORDS, made

NEW = "hou-lai-de-kouling-27"


@pytest.fixture
def locked(tmp_path: Path) -> Command:
    """A practice counter whose key stands under a passphrase, without a line."""
    made(tmp_path / "data", practice=True).store.close()
    return Command(tmp_path / "data", (f"platform.url={NOWHERE}",), inside=True)


def _typed(*shares: dict[str, list[str]], more: tuple[str, ...] = ()) -> str:
    return "".join(f"{line}\n" for line in (*(line for share in shares for line in share["lines"]), *more))


def _made(command: Command) -> list[dict[str, list[str]]]:
    said = command("recovery", "make", given=f"{WORDS}\n")
    assert said.status == 0, said
    assert (said.json["needed"], [one["number"] for one in said.json["shares"]]) == (2, [1, 2, 3])
    return list(said.json["shares"])


def _trail(command: Command, passphrase: str) -> Said:
    return command("audit", "verify", given=f"{passphrase}\n")


def test_a_command_asks_for_the_passphrase_and_leaves_the_rest_of_the_input(locked: Command) -> None:
    """It is the first line of standard input; an answers file may follow. Nothing, or a wrong one, opens nothing."""
    example = locked.words("carry-out", "temporary-loss", "--example", given=f"{WORDS}\n")
    done = locked("carry-out", "temporary-loss", "--answers", "-", given=f"{WORDS}\n{example.out}")
    assert (done.status, done.json["state"]) == (0, "waiting")
    assert locked("outbox").error["code"] == "NeedsPassphrase"
    assert locked("outbox", given="this-is-another-1\n").error["code"] == "WrongPassphrase"
    assert locked("outbox", given=f"{WORDS}\r\n").json["waiting"] == 1


def test_two_shares_open_what_a_forgotten_passphrase_shut(locked: Command) -> None:
    """The shares are asked for, a new passphrase is typed twice, and the use stands on record."""
    shares = _made(locked)
    used = locked("recovery", "use", given=_typed(shares[1], shares[2], more=(NEW, NEW)))
    assert (used.status, used.json["recovered"]) == (0, True)
    assert locked("outbox", given=f"{WORDS}\n").error["code"] == "WrongPassphrase"
    assert _trail(locked, NEW).json["whole"] is True
    kept = "".join(one.read_text("utf-8", "replace") for one in locked.folder.rglob("*") if one.is_file())
    for line in (line for share in shares for line in share["lines"]):
        assert line not in kept
        assert line.replace(" ", "") not in kept


def test_a_share_that_does_not_fit_says_which_line_or_why(locked: Command) -> None:
    shares, later = _made(locked), _made(locked)
    wrong = [*shares[0]["lines"]]
    wrong[2] = wrong[2][:-1] + ("0" if wrong[2][-1] != "0" else "1")
    said = locked("recovery", "use", given=_typed({"lines": wrong}, shares[1], more=(NEW, NEW)))
    assert (said.status, said.error["code"]) == (1, "ShareMiscopied")
    assert "3" in said.error["message"]
    for pair, code in (
        ((shares[0], later[1]), "SharesMixed"),
        ((shares[0], shares[0]), "ShareTwice"),
    ):
        assert locked("recovery", "use", given=_typed(*pair, more=(NEW, NEW))).error["code"] == code
    unfit = locked("recovery", "use", given=_typed(shares[0], shares[1], more=(NEW, NEW + "x")))
    assert unfit.error["code"] == "PassphraseUnfit"
    assert locked("recovery", "use", given="").status == 2
    assert locked("recovery", "whatever").status == 2
    assert locked("outbox", given=f"{WORDS}\n").status == 0


def test_the_passphrase_is_changed_by_whoever_knows_it(locked: Command) -> None:
    """Typed twice; the folder of a test run without one says that there is none to change."""
    changed = locked("recovery", "change-passphrase", given=f"{WORDS}\n{NEW}\n{NEW}\n")
    assert (changed.status, changed.json) == (0, {"changed": True})
    assert locked("outbox", given=f"{NEW}\n").status == 0
    wrong = locked("recovery", "change-passphrase", given=f"{WORDS}\n{NEW}\n{NEW}\n")
    assert wrong.error["code"] == "WrongPassphrase"


def test_a_practice_folder_stands_under_no_passphrase(inside: Command) -> None:
    assert inside("recovery", "change-passphrase").error["code"] == "NotUnderPassphrase"
