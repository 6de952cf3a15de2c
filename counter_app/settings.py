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
from counter_app.domain.text import Text, same

FILE_NAME, LOCK_NAME = "settings.toml", "settings.lock"
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: dotted name, default as text, meaning; `choices` where only some values make sense.

    `number`: seconds, fractions too. `most`: a count from 1 to that. `some_of`: any of these words, each once, with
    commas between. `octet`: one byte as two hex digits.
    """

    name: str
    default: str
    meaning: Text
    choices: tuple[str, ...] = ()
    number: bool = False
    most: int = 0
    some_of: tuple[str, ...] = ()
    octet: bool = False


KEYS: tuple[Key, ...] = (
    Key("province", "hunan", Text("省级规则包", "Province rule pack")),
    Key(
        "packs",
        "",
        Text("本机规则包文件夹；空：数据文件夹里的 packs", "Folder of own rule packs; empty: packs in the data folder"),
    ),
    Key("outlet", "439901", Text("网点编号", "Outlet number")),
    Key(
        "region",
        "",
        Text(
            "网点所在行政区划代码（六位）；空：在本省内",
            "Region this outlet stands in (GB/T 2260, six digits); empty: within the province",
        ),
    ),
    Key("outlet_name", "望岳路服务网点", Text("网点名称", "Outlet name")),
    Key(
        "nearby",
        "employment,pension,medical",
        Text(
            "本网点能就近办的业务，规则包里的名字，逗号分隔",
            "Work besides cards done at this outlet: names of the rule pack, commas between",
        ),
    ),
    Key("window", "01", Text("窗口号", "Window number")),
    Key(
        "platform.url",
        "",
        Text(
            "省平台地址；空：练习平台随程序启动",
            "Platform address; empty: the practice platform starts with the program",
        ),
    ),
    Key(
        "platform.ca",
        "",
        Text(
            "省平台根证书文件（PEM）；空：系统证书", "Root certificate file of the platform (PEM); empty: the system's"
        ),
    ),
    Key(
        "platform.signing_key",
        "",
        Text(
            "省平台签名公钥（SM2）：PEM 文件或文字；空：练习平台的",
            "The platform's signing key (SM2): a PEM file or its text; empty: the practice platform's",
        ),
    ),
    Key("platform.timeout", "5", Text("等平台答复的秒数", "Seconds to wait for an answer"), number=True),
    Key("courier.longest_wait", "3", Text("两次尝试之间最长秒数", "Longest wait between tries, seconds"), number=True),
    Key("courier.batch", "50", Text("一次送出的件数", "Operations in one batch"), most=500),
    Key(
        "printers.receipt",
        "",
        Text("回执打印队列（CUPS）；空：未设打印机", "CUPS queue for receipts; empty: no printer set"),
    ),
    Key("printers.server", "", Text("打印服务器 主机:端口；空：本机", "CUPS server host:port; empty: this machine")),
    Key(
        "readers.ssc",
        "auto",
        Text("社保卡读卡器名称；auto：第一个，off：不用", "Name of the card reader; auto: the first, off: none"),
    ),
    Key(
        "readers.id",
        "auto",
        Text(
            "身份证读卡器的串口（COM3、/dev/ttyUSB0）；auto：自动找，off：不用",
            "Serial port of the identity card reader (COM3, /dev/ttyUSB0); auto: found by itself, off: none",
        ),
    ),
    Key("readers.id_baud", "115200", Text("身份证读卡器波特率", "Speed of its serial line, baud"), most=921600),
    Key(
        "readers.authentication",
        "psam,platform,driver",
        Text("卡认证方式，按顺序试，逗号分隔", "Ways to authenticate a card in the order they are tried"),
        some_of=("psam", "platform", "driver"),
    ),
    Key(
        "readers.psam",
        "auto",
        Text("PSAM 卡所在的读卡器；auto：另一个卡槽，off：没有", "Reader of the PSAM; auto: another slot, off: none"),
    ),
    Key(
        "readers.psam_purpose",
        "27",
        Text("PSAM 密钥用途字节（十六进制）", "Purpose byte of the PSAM key (hex)"),
        octet=True,
    ),
    Key("readers.psam_key", "01", Text("PSAM 密钥号（十六进制）", "Number of the PSAM key (hex)"), octet=True),
    Key(
        "readers.card_key",
        "0A",
        Text("卡上外部认证密钥号（十六进制）", "Key of the card for authentication (hex)"),
        octet=True,
    ),
    Key("readers.driver", "", Text("厂商标准驱动文件（.dll/.so）；空：不用", "The maker's driver file; empty: none")),
    Key(
        "readers.driver_python",
        "",
        Text("装载驱动的 Python 解释器；空：本程序的", "Interpreter that loads the driver; empty: this program's"),
    ),
    Key(
        "readers.driver_calls",
        "cdecl",
        Text("驱动的调用约定", "Calling convention of the driver"),
        choices=("cdecl", "stdcall"),
    ),
    Key(
        "readers.driver_pad",
        "auto",
        Text(
            "驱动的读卡器有没有密码键盘；auto：看驱动有没有 iVerifyPIN",
            "Key pad on the driver's reader; auto: there is one when the driver has iVerifyPIN",
        ),
        choices=("auto", "yes", "no"),
    ),
    Key("readers.driver_timeout", "9", Text("等驱动答复的秒数", "Seconds to wait for the driver"), number=True),
    Key("language", "zh", Text("界面语言", "Language of the window"), choices=("zh", "en")),
    Key("theme", "light", Text("界面明暗", "Light or dark window"), choices=("light", "dark")),
    Key("text_size", "normal", Text("界面字号", "Text size of the window"), choices=("normal", "large")),
)
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
            raw = path.read_bytes()
        except FileNotFoundError:
            return ""
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
        folder.mkdir(parents=True, exist_ok=True)
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
