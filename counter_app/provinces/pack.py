"""Finds a province pack, by name, in a folder of this counter or among those that ship, and has it read.

Packs of the folder come first. The last good version of such a pack is kept apart and stays in use while the file has
a mistake. Refuses, outside practice, rules that are not in force, and files of its own that nobody has signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from counter_app.domain import province as d
from counter_app.domain.declaration import Declaration
from counter_app.domain.errors import BadInput, Refused
from counter_app.domain.moments import today_in_china
from counter_app.domain.text import Text, same
from counter_app.provinces.keeping import keep_whole
from counter_app.provinces.reading import Source, heading, understand
from counter_app.provinces.signed import NOTHING_SAID, SignedWords, Word, standing


class RulesNotInForce(Refused):
    """A real counter may not work by these rules today. `name` of the province, `why`."""

    happened = Text("{name}的规则还不能正式用：{why}", "The rules of {name} cannot be used for real: {why}")
    advice = Text("用练习模式，或换已施行的规则包", "Use practice mode, or a pack whose rules are in force")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rules in use. `fault`: why a newer file is not in use, None when it is. `word`: what the platform has signed
    about them. `own`: the text is not that of a pack that ships.
    """

    province: d.Province
    fault: BadInput | None = None
    word: Word = NOTHING_SAID
    own: bool = False


def available() -> tuple[str, ...]:
    """Names of the packs that ship with the program."""
    here = resources.files(__package__)
    return tuple(sorted(f.name[:-5] for f in here.iterdir() if f.name.endswith(".toml") and f.name != "base.toml"))


def load(name: str, *, folder: Path | None = None, on: date | None = None) -> d.Province:
    """The rules of the pack `name` on a day (today unless said). `folder` holds packs that come before those that ship.

    Raises BadInput with file, line, key and reason.
    """
    return _understood(name, _found(name, folder), on)


def load_kept(
    name: str, *, folder: Path, kept: Path, on: date | None = None, words: SignedWords | None = None
) -> Loaded:
    """As `load`, but a mistake in a file of `folder` leaves its last good version in use (a copy in the folder
    `kept`), or the one that ships. What a platform has signed about it (`words`) goes over what the file itself says.

    Raises BadInput where there is neither, StoreTrouble where the good one cannot be kept.
    """
    try:
        source = _found(name, folder)
        loaded = _loaded(name, source, on, words)
    except BadInput as fault:
        before = _before(name, kept)
        if before is None:
            raise
        return _loaded(name, before, on, words, fault=fault)
    if _file(name, folder).is_file():
        _keep(_file(name, kept), source.text)
    return loaded


def source_in_use(name: str, *, folder: Path, kept: Path) -> Source:
    """The text that `load_kept` goes by. Raises BadInput."""
    try:
        source = _found(name, folder)
        _understood(name, source, None)
    except BadInput:
        before = _before(name, kept)
        if before is None:
            raise
        return before
    return source


def must_be_in_force(province: d.Province, *, on: date | None = None) -> None:
    """Raises RulesNotInForce for a draft and for rules of a later day."""
    start, today = province.in_force_from, on or today_in_china()
    if province.draft and start is not None and start > today:
        why = Text(f"法规 {start} 前还是草案", f"the regulation is a draft until {start}")
        raise RulesNotInForce(name=province.name, why=why)
    if province.draft:
        raise RulesNotInForce(name=province.name, why=Text("法规还是草案", "the regulation is a draft"))
    if start is None or start > today:
        why = Text(f"{start} 起施行", f"in force from {start}")
        raise RulesNotInForce(name=province.name, why=why)


def must_be_signed(rules: Loaded) -> None:
    """Raises RulesNotInForce for a file of this counter's that the platform has not signed as in force: whoever may
    write it in the data folder would make the rules.
    """
    said = rules.word.said
    if rules.own and (said is None or not said.in_force):
        why = Text(
            "这份文件不是随程序来的，省平台没有签署它", "the platform has not signed this file, which did not ship"
        )
        raise RulesNotInForce(name=rules.province.name, why=why)


def peek(name: str, *, folder: Path | None = None, kept: Path | None = None) -> tuple[Text, str]:
    """Name and version of a pack, without checking it: for the first paint. Raises BadInput."""
    try:
        return heading(_found(name, folder), on=today_in_china())
    except BadInput:
        before = _before(name, kept) if kept else None
        if before is None:
            raise
        return heading(before, on=today_in_china())


def _loaded(
    name: str, source: Source, on: date | None, words: SignedWords | None, *, fault: BadInput | None = None
) -> Loaded:
    word = words.word(name, source) if words is not None else NOTHING_SAID
    return Loaded(_understood(name, source, on, word), fault, word, own=not _ships(name, source))


def _understood(name: str, source: Source, on: date | None, word: Word = NOTHING_SAID) -> d.Province:
    base = _read(resources.files(__package__).joinpath("base.toml"))
    return _rules_of(name, base, source, on or today_in_china(), word.said)


@lru_cache(maxsize=8)
def _rules_of(name: str, base: Source, pack: Source, day: date, said: Declaration | None) -> d.Province:
    """The same texts say the same on the same day: the rules are asked for at every step of a visit."""
    return understand(name, base=base, pack=pack, on=day, over=standing(said, on=day))


def _found(name: str, folder: Path | None) -> Source:
    if folder is not None and _plain(name) and _file(name, folder).is_file():
        return _read(_file(name, folder))
    return _shipped(name)


def _shipped(name: str) -> Source:
    if name not in available():  # a name with slashes in it too, before it reaches a file that is no pack
        known = ", ".join(available())
        raise BadInput(what=same(name), why=Text(f"没有这个规则包，现有 {known}", f"no such pack; there are {known}"))
    return _read(resources.files(__package__).joinpath(f"{name}.toml"))


def _ships(name: str, source: Source) -> bool:
    """Whether it is the very text of the pack that ships under that name."""
    return name in available() and _shipped(name).text == source.text


def _before(name: str, kept: Path) -> Source | None:
    """The last good version of a pack, else the one that ships, None where there is neither."""
    copy = _file(name, kept)
    if _plain(name) and copy.is_file():
        return _read(copy)
    return _shipped(name) if name in available() else None


def _plain(name: str) -> bool:
    """True for a name that cannot lead out of its folder, nor stand for the base pack."""
    return Path(name).name == name and name not in ("", ".", "..", "base")


def _file(name: str, folder: Path) -> Path:
    return folder / f"{name}.toml"


def _keep(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        keep_whole(path, text)


def _read(file: Traversable) -> Source:
    try:
        return Source(file.name, file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(what=same(file.name), why=Text(f"读不出（{error}）", f"cannot be read ({error})")) from error
