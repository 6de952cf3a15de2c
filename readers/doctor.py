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
    """Every PC/SC reader as it stands now, the one that settings mean first; one report of trouble when there is none.

    `wanted` is the setting `readers.ssc`. Never raises CardTrouble: trouble is what it reports.
    """
    if wanted == pcsc.OFF:
        return (ReaderReport("", _ROLE_SSC, trouble=None, advice=Text("设置为不用读卡器", "Switched off by settings")),)
    try:
        with pcsc.service() as opened:
            names = opened.names()
            chosen = pcsc.choose(names, wanted)
            reports = [_report(opened.look(name), chosen=chosen) for name in names]
    except CardTrouble as error:
        advice = _named_reader_missing(wanted) if type(error) is NoReader and wanted != pcsc.ANY else error.what_next
        return (ReaderReport("", _ROLE_SSC, trouble=error.message, advice=advice),)
    return tuple(sorted(reports, key=lambda report: report.name != chosen))


def _report(look: pcsc.Look, *, chosen: str) -> ReaderReport:
    silent = ReaderSilent() if look.mute else None
    return ReaderReport(
        look.reader,
        _ROLE_SSC if look.reader == chosen else _ROLE_NONE,
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
