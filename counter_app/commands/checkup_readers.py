"""What `counter doctor` finds of the readers: card reader with or without key pad, other readers, PSAM, identity card
reader, the maker's driver, and what hangs on USB without a driver.

Refuses to read a holder's card or document, and to start a reader that does not run.
"""

from __future__ import annotations

import sys

from counter_app.commands.findings import OFF, OK, TROUBLE, Finding, trouble
from counter_app.domain.errors import CardTrouble, CounterError
from counter_app.domain.text import Text
from counter_app.wiring import Counter

CARD_READER = Text("社保卡读卡器", "Card reader")
OTHER = Text("其他读卡器", "Other reader")
PSAM = Text("PSAM 卡", "PSAM")
COMES_ITSELF = Text("练习 PSAM 卡随 3.0 卡自动插入", "The practice PSAM comes by itself with a card of 3.0")
ID_READER = Text("身份证读卡器", "ID reader")
STARTS_ITSELF = Text("练习读卡器没有运行，用到时自动启动", "The practice reader is not running; it starts when needed")


def examine(counter: Counter) -> tuple[Finding, ...]:
    """All of them, the reader that cards are read with first."""
    wanted = counter.settings["readers.ssc"]
    service = counter.reader_service()
    if wanted == "auto" and service is not None and service.trouble is not None:  # and nothing else can be asked of it
        return (trouble("card_reader", CARD_READER, service.trouble), _id_reader(counter), *_driver(counter))
    return (
        *(_in_process(counter) if wanted != "off" and counter.reader().in_process else _plugged_in(counter, wanted)),
        _id_reader(counter),
        *_driver(counter),
        *_without_driver(),
    )


def _in_process(counter: Counter) -> tuple[Finding, ...]:
    """Practice without a virtual reader: card and PSAM are simulated inside this program."""
    why = Text(
        "没有虚拟读卡器时模拟卡在程序内", "The simulated card is inside the program for want of a virtual reader"
    )
    psam = Text("模拟 PSAM 卡在程序内", "The simulated PSAM is inside the program")
    used = Finding("card_reader", CARD_READER, OK, counter.reader().describe(), why, in_process=True)
    off = counter.settings["readers.psam"] == "off"
    said = Text("设为没有", "set to none") if off else psam
    beside = Finding("psam", PSAM, OFF if off else OK, said, in_process=not off)
    return (used, *(_unused(name) for name in _names(counter)), beside)


def _names(counter: Counter) -> tuple[str, ...]:
    from readers.doctor import examine as examine_readers

    reports = examine_readers(counter.settings["readers.ssc"], besides=counter.settings["readers.psam"])
    return tuple(report.name for report in reports if report.name and report.trouble is None)


def _plugged_in(counter: Counter, wanted: str) -> tuple[Finding, ...]:
    from readers.doctor import examine as examine_readers
    from readers.doctor import examine_psam

    beside = counter.settings["readers.psam"]
    first, *others = examine_readers(wanted, besides=beside)
    if wanted == "off":
        used = Finding("card_reader", CARD_READER, OFF, Text("设为不用", "set to none"))
    elif first.trouble is not None:
        used = Finding("card_reader", CARD_READER, TROUBLE, first.trouble, first.advice)
    else:
        card = Text("有卡", "a card lies on it") if first.card else Text("无卡", "no card on it")
        keys = _keys(counter)
        what = Text(f"{first.name}，{card.zh}，{keys.zh}", f"{first.name}, {card.en}, {keys.en}")
        used = Finding("card_reader", CARD_READER, OK, what)
    troubled = [Finding("other_reader", OTHER, TROUBLE, o.trouble, o.advice) for o in others if o.trouble is not None]
    psam = examine_psam(beside, holder=wanted)
    state = TROUBLE if psam.trouble else OK if psam.there else OFF
    unused = [_unused(other.name) for other in others if other.trouble is None and other.name != psam.name]
    advice = COMES_ITSELF if counter.practice and state == OFF and beside == "auto" else psam.advice
    return (used, *unused, *troubled, Finding("psam", PSAM, state, psam.what, advice))


def _keys(counter: Counter) -> Text:
    """Of this very reader, over PC/SC; what the maker's driver has stands in the driver's own row."""
    from readers.pin_choice import PinOfEither

    try:
        pin = counter.card_pin()
        there = (pin.desk if isinstance(pin, PinOfEither) else pin).has_key_pad
    except CardTrouble:
        there = False
    return Text("有密码键盘", "with a key pad") if there else Text("无密码键盘", "no key pad")


def _unused(name: str) -> Finding:
    return Finding("other_reader", OTHER, OFF, Text(f"{name}，不读社保卡", f"{name}, not the one that reads cards"))


def _id_reader(counter: Counter) -> Finding:
    from readers.doctor import examine_id

    wanted = counter.settings["readers.id"]
    if counter.practice and wanted == "auto" and not _practice_reader_runs(counter):
        return Finding("id_reader", ID_READER, OK, STARTS_ITSELF)
    found = examine_id(wanted, counter.id_reader)
    state = TROUBLE if found.trouble else OK if found.there else OFF
    inside = counter.practice and wanted == "auto" and sys.platform == "win32"  # no pseudo-terminals there
    return Finding("id_reader", ID_READER, state, found.what, found.advice, in_process=inside)


def _practice_reader_runs(counter: Counter) -> bool:
    from practice.identity import started

    return started(counter.folder)


def _driver(counter: Counter) -> tuple[Finding, ...]:
    """The maker's driver, where settings name one."""
    from readers.driver.doctor import examine as examine_driver

    title = Text("读卡器驱动", "Reader's driver")
    try:
        what = examine_driver(counter.settings)
    except CounterError as error:
        return (trouble("driver", title, error),)
    return () if what is None else (Finding("driver", title, OK, what),)


def _without_driver() -> tuple[Finding, ...]:
    from readers.doctor import examine_usb

    title = Text("缺驱动的读卡器", "Reader without driver")
    return tuple(
        Finding(
            "missing_driver",
            title,
            TROUBLE,
            Text(f"{one.device.zh} 已插上，没有驱动", f"{one.device.en} is plugged in, without a driver"),
            Text(f"需要 {one.driver.zh}", f"It needs {one.driver.en}"),
        )
        for one in examine_usb()
    )
