"""Where a printer's setting points when it is no queue: a receipt printer that takes ESC/POS, or a folder for PDFs.

    escpos:tcp:HOST[:PORT]        a printer on the network, port 9100 unless said
    escpos:serial:NAME            a serial line, /dev/ttyS0 or COM3
    escpos:PATH                   a device file, /dev/usb/lp0
    folder:PATH                   PDF files in a folder

A receipt printer takes options after `?`, with `&` between: `paper=80` (576 dots) or `paper=58` (384 dots),
`baud=38400` of a serial line, `mute=yes` for a printer that can never answer, `proof=id` for one that knows GS ( H.
Refuses every other word, and says which are right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv6Address
from pathlib import Path
from urllib.parse import urlsplit

from counter_app.domain.errors import BadInput
from counter_app.domain.text import Text, same

_ROLL, _FOLDER = "escpos:", "folder:"
_PORT = 9100
_LABEL = 63  # characters of a part of a host's name, RFC 1035 2.3.4
_IPP = ("ipp://", "ipps://")
_DOTS = {"80": 576, "58": 384}  # dots of the print head at 203 an inch, by the paper's width in mm
_BAUDS = ("9600", "19200", "38400", "57600", "115200")
_CHOICES = {"paper": tuple(_DOTS), "baud": _BAUDS, "mute": ("yes", "no"), "proof": ("id", "status")}
_HOST = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")

_FORMS = Text(
    "应写成 escpos:tcp:主机:9100、escpos:serial:/dev/ttyS0（或 COM3）、escpos:/dev/usb/lp0",
    "write escpos:tcp:HOST:9100, escpos:serial:/dev/ttyS0 (or COM3), or escpos:/dev/usb/lp0",
)
_IPP_FORM = Text("应写成 ipp://主机/ipp/print", "write ipp://HOST/ipp/print")
_NOT_A4 = Text("A4 纸不能用卷纸打印机", "A receipt printer on a roll has no A4 paper")
_NO_SUCH = Text("没有选项 {name}；可用 {names}", "there is no option {name}; there are {names}")
_ONE_OF = Text("{name} 只能是 {choices}", "{name} must be one of {choices}")
_ONCE = Text("{name} 写了两次", "{name} is said twice")
_NO_BAUD = Text("baud 只用于串口", "baud is for a serial line only")
_ALL = Text("文件夹要写全路径，如 folder:/srv/paper", "the folder needs its whole path, as folder:/srv/paper")


class Kind(StrEnum):
    """What carries the bytes."""

    TCP = "tcp"
    SERIAL = "serial"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Roll:
    """A receipt printer. `at` is host, name of the line or path; `dots` the width of its head.

    `mute`: it can never answer. `proof_by_id`: it knows GS ( H, function 48.
    """

    kind: Kind
    at: str
    port: int = 0
    dots: int = 576
    baud: int = 38400
    mute: bool = False
    proof_by_id: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that takes PDF files."""

    path: Path


def destination(value: str) -> Roll | Folder | None:
    """What a setting means; None for the name of a queue. Raises BadInput for one of ours that is not well formed."""
    value = value.strip()
    if value.startswith(_FOLDER):
        return _folder(value)
    return _roll(value) if value.startswith(_ROLL) else None


def check_address(name: str, value: str) -> None:
    """Of a setting `printers.*`. Raises BadInput that names the setting."""
    try:
        found = destination(value)
    except BadInput as error:
        raise BadInput(**{**error.facts, "what": same(name)}) from error
    if value.strip().startswith(_IPP) and not _is_ipp(value.strip()):
        raise BadInput(what=same(name), why=_IPP_FORM)
    if isinstance(found, Roll) and name == "printers.a4":
        raise BadInput(what=same(name), why=_NOT_A4)


def _is_ipp(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not match, a port that is no number
        return False


def _folder(value: str) -> Folder:
    path = Path(value.removeprefix(_FOLDER))
    if not path.is_absolute() or "\0" in value:
        raise BadInput(what=same(value), why=_ALL)
    return Folder(path)


def _roll(value: str) -> Roll:
    where, sign, said = value.removeprefix(_ROLL).partition("?")
    kind, at, port = _place(where, value)
    options = _options(said, value) if sign else {}
    if "baud" in options and kind is not Kind.SERIAL:
        raise BadInput(what=same(value), why=_NO_BAUD)
    return Roll(
        kind=kind,
        at=at,
        port=port,
        dots=_DOTS[options.get("paper", "80")],
        baud=int(options.get("baud", "38400")),
        mute=options.get("mute") == "yes",
        proof_by_id=options.get("proof") == "id",
    )


def _place(where: str, value: str) -> tuple[Kind, str, int]:
    word, _, rest = where.partition(":")
    if word == "tcp" and (found := _HOST.fullmatch(rest)):
        port, host = int(found["port"] or _PORT), found["host"].strip("[]")
        if 0 < port < 65536 and _is_host(host, bracketed=found["host"].startswith("[")):
            return Kind.TCP, host, port
    elif word == "serial" and _is_line(rest):
        return Kind.SERIAL, rest, 0
    elif (
        where.startswith(("/", "\\\\.\\")) and not where.startswith("/dev/tty") and len(where) > 1 and "\0" not in where
    ):
        return Kind.DEVICE, where, 0
    raise BadInput(what=same(value), why=_FORMS)


def _is_host(host: str, *, bracketed: bool) -> bool:
    """Whether it can be looked up at all: the system's own look-up breaks on an empty part of a name."""
    if not bracketed:
        return all(0 < len(part) <= _LABEL for part in host.removesuffix(".").split("."))
    try:
        IPv6Address(host)
    except ValueError:
        return False
    return True


def _is_line(name: str) -> bool:
    return re.fullmatch(r"COM[1-9][0-9]{0,2}|/[^\0?]+", name) is not None


def _options(said: str, value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in said.split("&"):
        name, _, choice = part.partition("=")
        choices = _CHOICES.get(name)
        if choices is None:
            raise BadInput(what=same(value), why=_NO_SUCH.format(name=name, names=", ".join(_CHOICES)))
        if name in found:
            raise BadInput(what=same(value), why=_ONCE.format(name=name))
        if choice not in choices:
            raise BadInput(what=same(value), why=_ONE_OF.format(name=name, choices=", ".join(choices)))
        found[name] = choice
    return found
