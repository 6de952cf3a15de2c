"""`counter read`, `receipt`, `doctor`, `settings`: looking without changing work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from counter_app import settings as settings_module
from counter_app.audit_wiring import CARD_READ, note_looked, note_settings
from counter_app.commands.checkup import examine
from counter_app.commands.identity import read_id
from counter_app.commands.signed_in import at_desk, by_whom, by_whom_once_enrolled
from counter_app.commands.talk import Data, Json, Sets, Talk, UsedWrongly, counter_and_talk, say_no, write_file
from counter_app.desk.desk import Desk
from counter_app.desk.paper_kinds import FILE
from counter_app.desk.views import Session
from counter_app.domain.card import ChipData
from counter_app.domain.errors import BadInput, CardTrouble
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_birth, mask_card, mask_identity, mask_tail
from counter_app.domain.text import Language, Text, same
from counter_app.ports import CardReader
from counter_app.provinces import peek
from counter_app.provinces.in_use import pack_folders
from counter_app.rights import Right
from counter_app.wire_settings import make_sure_of_wire
from counter_app.wiring import Counter

Kept = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="改这个设置并存下，以后一直有效 / change this setting and keep it from now on",
    ),
]
Applications = Annotated[
    bool, typer.Option("--applications", help="也读银行和交通应用 / the bank and transit applications too")
]
Full = Annotated[bool, typer.Option("--full", help="不遮盖号码和姓名 / do not mask numbers and names")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    read = typer.Typer(help="读卡 / read what lies on a reader", no_args_is_help=True)
    read.command("card", help="读社保卡 / read the social security card")(read_card)
    read.command("id", help="读身份证 / read the identity document")(read_id)
    app.add_typer(read, name="read")
    app.command("receipt", help="看回执或存为 PDF / show a receipt or save it as PDF")(receipt)
    app.command("doctor", help="检查这台柜台的每个部件 / check every part of this counter")(doctor)
    app.command("settings", help="列出或保存设置 / list or keep settings")(settings)


def chip_as_json(chip: ChipData, *, full: bool) -> dict[str, Any]:
    """What the chip said; numbers, names and the day of birth masked unless `full`. Dates ISO 8601, null where the chip
    holds none.
    """
    birth_date = date.isoformat if full else mask_birth
    return {
        "social_security_number": chip.social_security_number if full else mask_identity(chip.social_security_number),
        "name": chip.name if full else mask_name(chip.name),
        "sex": chip.sex,
        "nation": chip.nation,
        "birthplace": chip.birthplace,
        "birth_date": birth_date(chip.birth_date) if chip.birth_date else None,
        "card_number": chip.card_number if full else mask_card(chip.card_number),
        "card_identifier": chip.card_identifier if full else mask_tail(chip.card_identifier),
        "card_class": chip.card_class,
        "spec_version": chip.spec_version,
        "issuing_agency": chip.issuing_agency,
        "issued_on": chip.issued_on.isoformat() if chip.issued_on else None,
        "expires_on": chip.expires_on.isoformat() if chip.expires_on else None,
    }


def applications_as_json(reader: CardReader, chip: ChipData, talk: Talk) -> dict[str, Any]:
    """Keys `bank_account` and `transit`, numbers masked always. Both null, and `applications_error` beside them, where
    the card could not be asked: its own data are given all the same.
    """
    try:
        told = reader.applications(chip.identity)
    except CardTrouble as error:
        return {"bank_account": None, "transit": None, "applications_error": talk.words_of(error)}
    purse = {"loaded": told.transit, "number": told.transit_number, "balance_fen": told.balance_fen}
    return {"bank_account": told.bank_account, "transit": None if told.transit is None else purse}


def read_card(
    full: Full = False, applications: Applications = False, data: Data = None, sets: Sets = None, as_json: Json = False
) -> None:
    """Read the card on the reader; never inserts a practice card."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        by_whom(counter, "read card", Right.REVEAL if full else Right.SERVE) as who,
    ):
        reader = counter.reader()
        chip = reader.read()
        note_looked(counter, CARD_READ, chip.social_security_number, clerk=who.clerk, full=full)
        said = chip_as_json(chip, full=full)
        if applications:
            said |= applications_as_json(reader, chip, talk)
        talk.give(said, *(same(f"{key}: {value}") for key, value in _flat(said)))


def _flat(said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each value with its key, one in another as `transit.loaded`."""
    for key, value in said.items():
        if isinstance(value, dict):
            yield from ((f"{key}.{inner}", found) for inner, found in value.items())
        else:
            yield key, value


def receipt(
    key: Annotated[str, typer.Argument(metavar="ID", help="回执号或业务编号 / receipt number or operation id")],
    pdf: Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="存为 PDF / save as PDF")] = None,
    bilingual: Annotated[
        bool, typer.Option("--bilingual", help="PDF 每行中文下加英文 / English on a second line of the PDF")
    ] = False,
    data: Data = None,
    sets: Sets = None,
    as_json: Json = False,
) -> None:
    """Show one receipt as it stands now, or save it as PDF."""
    with (
        counter_and_talk(data, sets, machine=as_json) as (counter, talk),
        at_desk(counter, "receipt", Right.SERVE) as desk,
    ):
        found = desk.shown_receipt(key.encode(errors="replace").decode())
        if pdf is not None:
            write_file(pdf, lambda path: _save(desk, found.number, path, bilingual=bilingual))
        draft = found.draft
        answer = {
            "number": found.number,
            "operation": found.operation_id,
            "issued_at": found.issued_at.isoformat(),
            "state": draft.state.say(talk.language),
            "rows": [{"label": r.label.say(talk.language), "value": r.value.say(talk.language)} for r in draft.rows],
            "notes": [n.say(talk.language) for n in draft.notes],
            "pdf": str(pdf) if pdf else None,
        }
        lines = [draft.title, same(found.number), draft.state]
        lines += [Text(f"{r.label.zh}：{r.value.zh}", f"{r.label.en}: {r.value.en}") for r in draft.rows]
        talk.give(answer, *lines, *draft.notes, *([Text(f"已存 {pdf}", f"saved {pdf}")] if pdf else []))


def _save(desk: Desk, number: str, path: Path, *, bilingual: bool) -> None:
    path.write_bytes(desk.paper_document("receipt", number, way=FILE, bilingual=bilingual).pdf)


def doctor(data: Data = None, sets: Sets = None, as_json: Json = False) -> None:
    """Check every part: what it is, whether it works, what to do if not."""
    with counter_and_talk(data, sets, machine=as_json) as (counter, talk):
        findings = examine(counter)
        healthy = all(f.state != "trouble" for f in findings)
        parts = [
            {
                "part": f.part,
                "state": f.state,
                "in_process": f.in_process,
                "what": f.what.say(talk.language),
                "advice": f.advice.say(talk.language) if f.advice else None,
            }
            for f in findings
        ]
        talk.give({"healthy": healthy, "practice": counter.practice, "parts": parts})
        marks = {"ok": "✓", "off": "–", "trouble": "!"}
        rows = [(marks[f.state], f.title.say(talk.language), f.what.say(talk.language)) for f in findings]
        talk.table([("", Text("部件", "Part").say(talk.language), Text("情况", "State").say(talk.language)), *rows])
        for f in findings:
            if f.advice is not None and not as_json:
                talk.give({}, Text(f"{f.title.zh}：{f.advice.zh}", f"{f.title.en}: {f.advice.en}"))
        if not healthy:
            say_no()


def settings(data: Data = None, sets: Kept = None, as_json: Json = False) -> None:
    """Every key with its value and meaning; here `--set key=value` is kept."""
    with (
        counter_and_talk(data, None, machine=as_json) as (counter, _talk),
        _settings_by(counter, changed=bool(sets)) as who,
    ):
        values = counter.settings
        if sets:
            try:
                changes = dict(settings_module.parse_pair(p) for p in sets)
                fresh = values.with_values(changes)
                # a pack that is not there would keep every command from starting
                peek(fresh["province"], **pack_folders(counter.folder, fresh))
                if not counter.practice:
                    make_sure_of_wire(fresh)
                values = settings_module.keep(counter.folder, changes)
                note_settings(counter, counter.settings, values, clerk=who.clerk if who is not None else "")
            except BadInput as error:
                raise UsedWrongly(why=error.message) from error
        _list_settings(values, Talk(machine=as_json, language=Language(values["language"])))


def _settings_by(counter: Counter, *, changed: bool) -> AbstractContextManager[Session | None]:
    """A practice folder is anybody's; a real one is an administrator's once it was enrolled."""
    if counter.practice:
        return nullcontext(None)
    return by_whom_once_enrolled(counter, "settings", Right.SETTINGS if changed else None)


def _list_settings(values: settings_module.Settings, talk: Talk) -> None:
    keys = settings_module.KEYS
    listed = [
        {"key": k.name, "value": values[k.name], "default": k.default, "meaning": k.meaning.say(talk.language)}
        for k in keys
    ]
    talk.give({"settings": listed})
    rows = [(k.name, values[k.name], k.meaning.say(talk.language)) for k in keys]
    heading = (Text("设置项", "Key"), Text("值", "Value"), Text("含义", "Meaning"))
    talk.table([tuple(t.say(talk.language) for t in heading), *rows])
