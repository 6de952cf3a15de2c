"""Identity documents of practice people on a simulated reader: a process of its own on a pseudo-terminal, so that a
document lies there after whoever put it has ended; inside the program where there are no pseudo-terminals.

What lies there is kept in the data folder. Only `put` and `take` move a document; reading never lays one on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from filelock import FileLock

from counter_app.devices import IdReader
from counter_app.domain.disk import disk_trouble
from counter_app.domain.errors import CardTrouble
from counter_app.domain.holder import Holder, Person
from counter_app.domain.identity import IdentityKind, kinds_of
from counter_app.domain.moments import today_in_china
from counter_app.domain.numbers import birth_date_of, identity_check_digit
from counter_app.domain.text import Text, same
from readers.identity.in_process import InProcessOpener
from readers.identity.line import SerialLine
from readers.identity.reader import SerialIdReader
from readers.identity.sam import Sam
from readers.identity.simulator.document import checked
from readers.simulator import hidden
from readers.simulator.control import say

_DOCUMENT, _CONTROL, _LOCK, _LINK = "id-document.json", "id.control", "id.lock", "id-reader"
_STARTED_WITHIN = 10.0
_IDLE = "20"  # seconds after which an empty reader that nobody speaks to leaves by itself
_BAUD = 115_200
_PASSES = (IdentityKind.HM_TRAVEL, IdentityKind.TW_TRAVEL)
_REGIONS = {"H": "810000", "M": "820000"}
_NAME_UNITS = 15  # of UTF-16, on a resident identity card


class IdReaderNotStarted(CardTrouble):
    """The simulated reader's process could not start. `why` is its own word."""

    happened = Text("练习身份证读卡器没有启动：{why}", "The practice identity card reader did not start: {why}")
    advice = Text("按身份证号查找", "Search by identity number")


class NoSuchChip(CardTrouble):
    """A passport: its chip is of another kind."""

    happened = Text("护照不能在身份证读卡器上读", "A passport cannot be read on the identity card reader")
    advice = Text("按护照号码查找", "Search by the number of the passport")


def id_reader(folder: Path, *, today: Callable[[], date] = today_in_china) -> IdReader:
    """The identity card reader of a practice folder; its process is started when it is first spoken to."""
    if sys.platform == "win32":
        return SerialIdReader(InProcessOpener(folder / _DOCUMENT), today=today)
    return SerialIdReader(_Opener(folder), today=today)


def started(folder: Path) -> bool:
    """Whether the practice reader runs; starts nothing. One inside the program is always there."""
    return sys.platform == "win32" or say(folder / _CONTROL, "status") is not None


def document_of(person: Person) -> dict[str, object]:
    """The identity document of a practice person, as `readers.identity.simulator.document` describes one: of the kind
    the number is of.

    What the platform does not keep is made up. A name too long for the chip is cut, as issuers do. `whose`: the number
    the person is registered under, which a chip does not hold. Raises NoSuchChip.
    """
    holder = person.holder
    born = holder.birth_date or birth_date_of(holder.number)
    return {
        "id_number": holder.number,
        **_kind(holder, born),
        "whose": holder.number,
        "name": _fitting(holder.name),
        "sex": holder.sex if holder.sex in ("1", "2") else "",
        "nation": holder.nation if len(holder.nation) == 2 and holder.nation.isdecimal() else "01",
        "birth_date": born.isoformat() if born else "",
        "address": "练习省示例市望岳路 1 号",
        "issuer": "示例市公安局",
        "valid_from": "2020-01-01",
        "valid_to": "2040-01-01",
    }


def _kind(holder: Holder, born: date | None) -> dict[str, object]:
    """A residence permit (81, 82, 83; also of whoever is registered by a pass, which the permit names), a foreigner's
    card of 2017 (three letters) or of 2023 (9), else a resident identity card. Raises NoSuchChip.
    """
    number = holder.number
    (kind, *_rest) = kinds_of(number, today=date.max) or (IdentityKind.RESIDENT,)
    if kind is IdentityKind.PASSPORT:
        raise NoSuchChip
    if kind is IdentityKind.HMT_PERMIT:
        return {"document_type": "hmt-permit", "pass_number": "H00000000"}
    if kind in _PASSES:
        return {"document_type": "hmt-permit", "pass_number": number, "id_number": _permit(number, holder.sex, born)}
    if kind in (IdentityKind.RESIDENCE_2017, IdentityKind.RESIDENCE_2023):
        version = "foreigner-2023" if kind is IdentityKind.RESIDENCE_2023 else "foreigner-2017"
        return {"document_type": version, "foreign_name": "SAMPLE, ANDREI", "nationality": "XXX"}
    return {"document_type": "resident"}


def _permit(pass_number: str, sex: str, born: date | None) -> str:
    """A made-up number of the residence permit of a pass's owner."""
    region = _REGIONS.get(pass_number[0], "830000")
    first17 = f"{region}{born or date(1990, 1, 1):%Y%m%d}99{sex if sex in '12' else '1'}"
    return first17 + identity_check_digit(first17)


def put(document: Mapping[str, object], folder: Path) -> None:
    """Lay a document on the practice reader, in place of what lies there.

    Raises ValueError for a document of the wrong form, IdReaderNotStarted, StoreTrouble.
    """
    checked(document)
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        _write(folder / _DOCUMENT, document)
        if sys.platform == "win32":
            return
        _started(folder)
        if say(folder / _CONTROL, f"put {folder / _DOCUMENT}") != "lying":
            raise IdReaderNotStarted(why=Text("它没有应答", "it does not answer"))


def take(folder: Path) -> None:
    """Take the document away; the reader stays plugged in. Harmless when there is none. Raises StoreTrouble."""
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        say(folder / _CONTROL, "take")
        (folder / _DOCUMENT).unlink(missing_ok=True)


def unplug(folder: Path) -> None:
    """End the reader's process, document and all. Harmless when there is none. Raises StoreTrouble."""
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        say(folder / _CONTROL, "quit")
        (folder / _DOCUMENT).unlink(missing_ok=True)


def lying(folder: Path) -> str:
    """Number of the person whose document lies there, "" when none does. A process that died is noticed."""
    if sys.platform != "win32" and say(folder / _CONTROL, "status") != "lying":
        return ""
    try:
        content = json.loads(hidden.read(folder / _DOCUMENT))
    except (OSError, ValueError):
        return ""
    return str(content.get("whose") or content.get("id_number", "")) if isinstance(content, dict) else ""


def port(folder: Path) -> str:
    """The serial port of the practice reader, started when it does not run. Raises IdReaderNotStarted, StoreTrouble."""
    with disk_trouble(at=folder), FileLock(folder / _LOCK):
        _started(folder)
    return str(folder / _LINK)


class _Opener:
    """Opens the practice reader, started anew where it has gone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = str(folder / _LINK)

    @contextmanager
    def __call__(self) -> Iterator[Sam]:
        with SerialLine(port(self._folder), baud=_BAUD) as line:
            yield Sam(line)


def _started(folder: Path) -> None:
    """Let the reader's process run; a document that was kept lies there again."""
    if started(folder):
        return
    document = folder / _DOCUMENT
    command = [sys.executable, "-m", "readers.identity.simulator", *([str(document)] if document.exists() else [])]
    command += ["--link", str(folder / _LINK), "--control", str(folder / _CONTROL), "--idle", _IDLE, "--detach"]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_STARTED_WITHIN, check=False
    )
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise IdReaderNotStarted(why=same(said[-1] if said else str(done.returncode)))


def _fitting(name: str) -> str:
    while len(name.encode("utf-16-le")) > _NAME_UNITS * 2:
        name = name[:-1]
    return name


def _write(path: Path, document: Mapping[str, object]) -> None:
    hidden.make_key(path.parent)
    hidden.write(path, json.dumps(document, ensure_ascii=False))
