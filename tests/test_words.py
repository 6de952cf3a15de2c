"""Every sentence for people stands in Chinese and in English: procedures, errors, receipts, the command, the packs.

Found by reading the source: a `Text` with a missing half, Chinese left in the English half, or English alone in the
Chinese one. Widgets are another matter: their words go through Qt's translation files, see tests/ui.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app import settings
from counter_app.cli import build

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("counter_app", "readers", "local_store", "sync", "printing", "practice", "ui")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACE = re.compile(r"\{[a-z_]*\}")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def _sources() -> list[Path]:
    return sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


def _spoken(node: ast.expr) -> str | None:
    """The words of a string or f-string, # for each value filled in; None for anything that is worked out elsewhere."""
    if isinstance(node, ast.Constant):
        return PLACE.sub("#", node.value) if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join((_spoken(v) or "") if isinstance(v, ast.Constant) else "#" for v in node.values)
    return None


def _texts(path: Path) -> Iterator[tuple[int, str | None, str | None]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            halves = [*node.args, *(k.value for k in node.keywords if k.arg in ("zh", "en"))]
            if len(halves) == 2:
                yield node.lineno, _spoken(halves[0]), _spoken(halves[1])
            elif not any(isinstance(a, ast.Starred) for a in node.args):
                yield node.lineno, "", ""


def fault_of(zh: str | None, en: str | None) -> str | None:
    """What is wrong with two halves of a sentence, None when nothing is."""
    if zh is None or en is None:
        return None
    if bool(zh.strip()) != bool(en.strip()) and (CHINESE.search(zh) or LATIN_WORD.search(en)):
        return "one half is missing"
    if CHINESE.search(en):
        return "Chinese in the English half"
    if LATIN_WORD.search(en) and zh == en:
        return "English in the Chinese half"
    return None


@pytest.mark.parametrize(
    ("zh", "en", "fault"),
    [
        ("已受理", "", "one half is missing"),
        ("", "Accepted", "one half is missing"),
        ("已受理", "已受理", "Chinese in the English half"),
        ("Accepted", "Accepted", "English in the Chinese half"),
        ("已受理", "Accepted", None),
        ("", "", None),
    ],
)
def test_the_judge_sees_each_kind_of_fault(zh: str, en: str, fault: str | None) -> None:
    assert fault_of(zh, en) == fault


def test_every_sentence_in_the_source_stands_in_both_languages() -> None:
    found = 0
    wrong = []
    for path in _sources():
        for line, zh, en in _texts(path):
            found += 1
            fault = fault_of(zh, en)
            if fault is not None:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {fault}")
    assert not wrong, "\n".join(wrong)
    assert found > 300


def test_every_sentence_of_the_packs_stands_in_both_languages() -> None:
    for path in sorted((ROOT / "counter_app/provinces").glob("*.toml")):
        pack = tomllib.loads(path.read_text(encoding="utf-8"))
        halves = list(_both(pack))
        assert halves
        for zh, en in halves:
            assert CHINESE.search(zh), (path.name, zh)
            assert fault_of(zh, en) is None, (path.name, zh, en)


def _both(tree: object) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        if set(tree) == {"zh", "en"}:
            yield tree["zh"], tree["en"]
        for value in tree.values():
            yield from _both(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _both(value)


def test_every_setting_is_explained_in_both_languages() -> None:
    for key in settings.KEYS:
        assert CHINESE.search(key.meaning.zh), key.name
        assert fault_of(key.meaning.zh, key.meaning.en) is None, key.name


def test_every_command_and_option_is_explained_in_both_languages() -> None:
    """Help is one line for both: Chinese / English."""
    import typer

    command = typer.main.get_command(build())
    seen = list(_helps(command))
    assert len(seen) > 30
    for name, words in seen:
        zh, slash, en = (words or "").partition(" / ")
        assert slash, f"{name}: {words}"
        assert CHINESE.search(zh), f"{name}: {words}"
        assert LATIN_WORD.search(en), f"{name}: {words}"
        assert not CHINESE.search(en), f"{name}: {words}"


def _helps(command: object, name: str = "counter") -> Iterator[tuple[str, str]]:
    yield name, getattr(command, "help", None) or ""
    for option in getattr(command, "params", []):
        if not getattr(option, "hidden", False) and option.name != "help":
            yield f"{name} {option.name}", getattr(option, "help", None) or ""
    for child_name, child in getattr(command, "commands", {}).items():
        yield from _helps(child, f"{name} {child_name}")
