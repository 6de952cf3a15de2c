"""What `counter doctor` tells of the readers: name, what each is good for, what is wrong. Reads no card."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.errors import CardTrouble, NoReader, ReaderSilent
from counter_app.domain.text import Text
from readers import pcsc

_ROLE_SSC = Text("社保卡读卡器", "Social security card reader")
_ROLE_NONE = Text("本柜台不用", "Not used at this counter")
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


def examine(wanted: str) -> tuple[ReaderReport, ...]:
    """Every PC/SC reader as it stands now: first the one that settings mean, or what is wrong with it (name ""), then
    those that are there and not used.

    `wanted` is the setting `readers.ssc`. Never raises CardTrouble: trouble is what it reports.
    """
    looks, trouble = _looks()
    chosen = ""
    if wanted == pcsc.OFF:
        first = ReaderReport("", _ROLE_SSC, trouble=None, advice=Text("设置为不用读卡器", "Switched off by settings"))
    else:
        try:
            if trouble is not None:
                raise trouble
            chosen = pcsc.choose([look.reader for look in looks], wanted)
            first = _report(next(look for look in looks if look.reader == chosen), _ROLE_SSC)
        except CardTrouble as error:
            unplugged = type(error) is NoReader and wanted != pcsc.ANY
            advice = _named_reader_missing(wanted) if unplugged else error.what_next
            first = ReaderReport("", _ROLE_SSC, trouble=error.message, advice=advice)
    return (first, *(_report(look, _ROLE_NONE) for look in looks if look.reader != chosen))


def _looks() -> tuple[tuple[pcsc.Look, ...], CardTrouble | None]:
    """How all readers stand, and why they cannot be asked, if so."""
    try:
        with pcsc.service() as opened:
            return tuple(opened.look(name) for name in opened.names()), None
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


def _named_reader_missing(wanted: str) -> Text:
    return Text(
        f"设置里的读卡器是 {wanted}；插好它，或改 readers.ssc",
        f"Settings name the reader {wanted}: plug it in, or change readers.ssc",
    )
