"""What `counter doctor` tells of the readers: name, what each is good for, what is wrong.

Reads no holder's card; of the other slots it asks what lies there whether it is a PSAM.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from counter_app.devices import IdReader
from counter_app.domain.errors import CardTrouble, CounterError, NoReader, ReaderSilent
from counter_app.domain.text import Text, same
from readers import drivers_missing, pcsc
from readers.authentication import WayClosed
from readers.drivers_missing import MissingDriver
from readers.identity.reader import SerialIdReader
from readers.identity.troubles import IdPortHeld
from readers.psam import Psam
from readers.questions import asked

_ROLE_SSC = Text("社保卡读卡器", "Social security card reader")
_ROLE_NONE = Text("本柜台不用", "Not used at this counter")
_SAME_NAME = Text(
    "有 {count} 个读卡器同名，系统分不开", "{count} readers have this name: the system cannot tell them apart"
)
_ONLY_ONE = Text("只留一个，或换一种型号", "Keep one of them, or take another model")
_LIFT_IT = Text(
    "取出 PSAM 卡，擦净触点再插；仍不行就换卡或换卡槽",
    "Take the PSAM out, wipe its contacts and put it back; else try another PSAM or slot",
)
VIRTUAL = "Virtual PCD"


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """One reader (name "" when there is none). `trouble` and `advice` are None when all is well."""

    name: str
    role: Text
    card: bool = False
    virtual: bool = False
    trouble: Text | None = None
    advice: Text | None = None


@dataclass(frozen=True, slots=True)
class PartReport:
    """A part beside the card readers: what it is, or what is wrong; `name` of the PC/SC slot it takes; `there` False:
    this counter has none.
    """

    what: Text
    name: str = ""
    there: bool = True
    trouble: bool = False
    advice: Text | None = None


def examine(wanted: str, *, besides: str = "") -> tuple[ReaderReport, ...]:
    """Every PC/SC reader as it stands now: first the one that settings mean, or what is wrong with it (name ""), then
    those that are there and not used.

    `wanted` is the setting `readers.ssc`, `besides` the setting `readers.psam`. Never raises CardTrouble: trouble is
    what it reports.
    """
    looks, trouble = _looks()
    chosen = ""
    if wanted == pcsc.OFF:
        first = ReaderReport("", _ROLE_SSC, trouble=None, advice=Text("设置为不用读卡器", "Switched off by settings"))
    else:
        try:
            if trouble is not None:
                raise trouble
            chosen = pcsc.choose([look.reader for look in looks], wanted, besides=besides)
            first = _report(next(look for look in looks if look.reader == chosen), _ROLE_SSC)
        except CardTrouble as error:
            unplugged = type(error) is NoReader and wanted != pcsc.ANY
            advice = _named_reader_missing(wanted) if unplugged else error.what_next
            first = ReaderReport("", _ROLE_SSC, trouble=error.message, advice=advice)
    others = [_report(look, _ROLE_NONE) for look in looks if look.reader != chosen]
    return (first, *others, *_same_names(looks))


def examine_psam(wanted: str, *, holder: str) -> PartReport:
    """The PSAM that settings mean: the reader it lies in. `wanted`: `readers.psam`, `holder`: `readers.ssc`."""
    if wanted == pcsc.OFF:
        return PartReport(Text("设为没有", "set to none"), there=False)
    try:
        name = Psam(wanted, holder=holder).reader()
    except WayClosed as error:
        if isinstance(error.__cause__, ReaderSilent):  # something lies there, which no setting mends
            return PartReport(error.why, trouble=True, advice=_LIFT_IT)
        named = wanted != pcsc.ANY
        why = error.facts.get("why")
        said = why if isinstance(why, Text) else error.message
        advice = Text(
            "3.0 卡要联网认证；插入 PSAM 卡或核对 readers.psam",
            "Cards of 3.0 need the platform then: put the PSAM in, or check readers.psam",
        )
        return PartReport(said, there=named, trouble=named, advice=advice)
    return PartReport(Text(f"{name}，3.0 卡离线也能认证", f"{name}: cards of 3.0 are authenticated offline too"), name)


def examine_id(wanted: str, reader: Callable[[], IdReader]) -> PartReport:
    """The identity card reader; it is spoken to, what lies on it is not read. `wanted`: the setting `readers.id`."""
    if wanted == pcsc.OFF:
        return PartReport(Text("设为不用", "set to none"), there=False)
    opened = reader()
    try:
        if isinstance(opened, SerialIdReader):
            opened.module()
    except IdPortHeld as error:  # most likely by the window of this very counter
        return PartReport(Text("在用", "in use by a program"), advice=error.message)
    except CounterError as error:  # of practice the folder may be closed
        named = wanted != pcsc.ANY
        return PartReport(error.message, there=named, trouble=named, advice=error.what_next)
    return PartReport(opened.describe())


def examine_usb() -> tuple[MissingDriver, ...]:
    """Readers on USB that nothing serves."""
    looks, trouble = _looks()
    return drivers_missing.examine(None if trouble is not None else [look.reader for look in looks])


def _looks() -> tuple[tuple[pcsc.Look, ...], CardTrouble | None]:
    """How all readers stand, and why they cannot be asked, if so."""
    try:
        return asked(lambda opened: tuple(opened.look(name) for name in opened.names())), None
    except CardTrouble as error:
        return (), error


def _report(look: pcsc.Look, role: Text) -> ReaderReport:
    silent = ReaderSilent() if look.mute else None
    return ReaderReport(
        look.reader,
        role,
        card=look.card,
        virtual=look.reader.startswith(VIRTUAL),
        trouble=silent.message if silent else None,
        advice=silent.what_next if silent else None,
    )


def _same_names(looks: tuple[pcsc.Look, ...]) -> list[ReaderReport]:
    counts = Counter(look.reader for look in looks)
    return [
        ReaderReport(name, _ROLE_NONE, trouble=_SAME_NAME.format(count=same(str(count))), advice=_ONLY_ONE)
        for name, count in counts.items()
        if count > 1
    ]


def _named_reader_missing(wanted: str) -> Text:
    return Text(
        f"设置里的读卡器是 {wanted}；插好它，或改 readers.ssc",
        f"Settings name the reader {wanted}: plug it in, or change readers.ssc",
    )
