"""This counter: province, outlet, window, platform, readers, printers. One TOML file in the data folder.

Secrets are never here. A key that is not in `KEYS` is refused with its name.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from counter_app.domain.disk import disk_trouble
from counter_app.domain.errors import BadInput, BadSettings, StoreTrouble
from counter_app.domain.printer_address import check_address
from counter_app.domain.text import Text, same
from counter_app.setting_keys import KEYS

__all__ = ["FILE_NAME", "KEYS", "LOCK_NAME", "Settings", "bad_value", "keep", "load", "parse_pair"]
FILE_NAME, LOCK_NAME = "settings.toml", "settings.lock"
_PATIENCE = 10.0
_LARGEST = 1024 * 1024


_BY_NAME = {key.name: key for key in KEYS}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings as text by dotted name, every key present."""

    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def number(self, name: str) -> float:
        """A setting of seconds."""
        return float(self.values[name])

    def count(self, name: str) -> int:
        """A setting that counts."""
        return int(self.values[name])

    def names(self, name: str) -> tuple[str, ...]:
        """A setting of words with commas between, in their order."""
        return tuple(word.strip() for word in self.values[name].split(",") if word.strip())

    def with_values(self, changes: Mapping[str, str]) -> Settings:
        """These settings with some values replaced. Raises BadInput for an unknown key or a value of the wrong form."""
        return Settings({**self.values, **{name: _checked(name, value) for name, value in changes.items()}})


def load(folder: Path) -> Settings:
    """Settings of a data folder; defaults where the file or a key is missing. Raises BadSettings naming file and line,
    StoreTrouble.
    """
    text = _text_of(folder / FILE_NAME)
    settings = Settings({key.name: key.default for key in KEYS})
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad_file(text, error) from error
    for name, value in _flat(tree).items():
        try:
            settings = settings.with_values({name: value})
        except BadInput as error:
            raise _bad_key(text, name, error) from error
    return settings


def bad_value(folder: Path, name: str, fault: BadInput) -> BadSettings:
    """The value of one key in the file of a data folder is no good: the line where it stands, and why."""
    return _bad_key(_text_of(folder / FILE_NAME), name, fault)


def _bad_key(text: str, name: str, fault: BadInput) -> BadSettings:
    leaf = re.escape(name.rpartition(".")[2])
    lines = (n for n, line in enumerate(text.splitlines(), start=1) if re.search(rf"[\"']?\b{leaf}[\"']?\s*=", line))
    return BadSettings(file=FILE_NAME, line=next(lines, 1), why=fault.message)


def _bad_file(text: str, fault: tomllib.TOMLDecodeError) -> BadSettings:
    """Line and words out of the parser's "Invalid value (at line 1, column 11)"; at the end it names no line."""
    said, _, place = str(fault).partition(" (at ")
    named = re.search(r"line (\d+)", place)
    line = int(named[1]) if named else max(1, len(text.splitlines()))
    return BadSettings(file=FILE_NAME, line=line, why=Text(f"不是 TOML（{said}）", f"not TOML ({said})"))


def _text_of(path: Path) -> str:
    with disk_trouble(at=path):
        try:
            with path.open("rb") as file:
                raw = file.read(_LARGEST + 1)
        except FileNotFoundError:
            return ""
    if len(raw) > _LARGEST:
        raise BadSettings(file=FILE_NAME, line=1, why=Text("太大，不是设置文件", "too large to be a file of settings"))
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadSettings(file=FILE_NAME, line=line, why=Text("不是 UTF-8 文字", "not text in UTF-8")) from error


def keep(folder: Path, changes: Mapping[str, str]) -> Settings:
    """Write `changes` into the file of the data folder, comments kept; the settings as they are then.

    The folder is made when it is missing. Several writers take turns; the file is whole at every moment, and on the
    disk when this returns. Raises BadInput, BadSettings, StoreTrouble.
    """
    from filelock import FileLock, Timeout

    for name, value in changes.items():
        _checked(name, value)
    path = folder / FILE_NAME
    with disk_trouble(at=folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with FileLock(folder / LOCK_NAME, timeout=_PATIENCE):
                settings = load(folder).with_values(changes)
                _replace(path, _with_changes(_text_of(path), {name: settings[name] for name in changes}))
        except Timeout as error:
            raise StoreTrouble(path=str(path), why=Text("别的程序占着它", "another program holds it")) from error
    return settings


def _with_changes(text: str, changes: Mapping[str, str]) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    for name, value in changes.items():
        *tables, leaf = name.split(".")
        table: dict[str, object] = document
        for part in tables:
            table = table.setdefault(part, tomlkit.table())  # type: ignore[assignment]
        table[leaf] = value
    return tomlkit.dumps(document)


def _replace(path: Path, text: str) -> None:
    """The whole file or the old one, whatever happens; nothing is left over."""
    number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def parse_pair(pair: str) -> tuple[str, str]:
    """`key=value` of the command line. Raises BadInput."""
    name, sign, value = pair.partition("=")
    if not sign:
        raise BadInput(what=same(pair), why=Text("应写成 key=value", "write key=value"))
    return name.strip(), value.strip()


def _checked(name: str, value: str) -> str:
    key = _BY_NAME.get(name)
    if key is None:
        raise BadInput(
            what=same(name),
            why=Text("没有这个设置项，用 counter settings 查看", "no such setting; see: counter settings"),
        )
    if key.choices and value not in key.choices:
        raise BadInput(
            what=same(name), why=Text("只能是 " + "、".join(key.choices), "must be one of " + ", ".join(key.choices))
        )
    if key.number:
        _check_number(name, value)
    if key.most:
        _check_count(name, value, key.most)
    if key.some_of:
        _check_words(name, value, key.some_of)
    if key.octet and not re.fullmatch(r"[0-9A-Fa-f]{2}", value):
        raise BadInput(what=same(name), why=Text("应为两位十六进制数", "must be two hexadecimal digits"))
    if name in ("printers.receipt", "printers.a4"):
        check_address(name, value)
    if name == "region" and not re.fullmatch(r"([0-9]{6})?", value):
        raise BadInput(what=same(name), why=Text("应为六位数字", "must be six digits"))
    if name in ("outlet", "window") and not (value.isascii() and value.isalnum()):
        raise BadInput(what=same(name), why=Text("只能用字母和数字", "letters and digits only"))
    return value.upper() if name in ("outlet", "window") else value


def _check_words(name: str, value: str, some_of: tuple[str, ...]) -> None:
    words = [word.strip() for word in value.split(",") if word.strip()]
    if not set(words) <= set(some_of) or len(set(words)) != len(words):
        raise BadInput(
            what=same(name),
            why=Text(
                f"只能是 {'、'.join(some_of)}，各一次，用逗号分隔",
                f"any of {', '.join(some_of)}, each once, with commas between",
            ),
        )


def _check_number(name: str, value: str) -> None:
    try:
        good = 0 < float(value) <= 86_400
    except ValueError:
        good = False
    if not good:
        raise BadInput(what=same(name), why=Text("应为 0 到 86400 之间的数", "must be a number between 0 and 86400"))


def _check_count(name: str, value: str, most: int) -> None:
    if not (value.isascii() and value.isdigit() and len(value) <= 9 and 1 <= int(value) <= most):
        raise BadInput(
            what=same(name), why=Text(f"应为 1 到 {most} 的整数", f"must be a whole number from 1 to {most}")
        )


def _flat(tree: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in tree.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = str(value)
    return flat
