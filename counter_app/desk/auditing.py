"""The audit trail as an auditor reads it: searched, shown masked, made into a table for a file.

Each search and each file is on record first, with what was asked, so that looking into the trail leaves one. Refuses
a table that is not masked without a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from counter_app.auditing import AuditQuery, AuditRow
from counter_app.desk.station import Station
from counter_app.domain.audit_events import words_of
from counter_app.domain.case import is_case_number
from counter_app.domain.cells import Sheet, sheet
from counter_app.domain.errors import BadInput
from counter_app.domain.moments import local
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity, mask_mobile, tidy
from counter_app.domain.receipt import receipt_number_checks
from counter_app.domain.text import Text, same
from counter_app.log import masked as redacted

SEARCHED, EXPORTED = "audit.searched", "audit.exported"
WHY = Text("理由", "Reason")
MOST_EXPORTED = 100_000
_PAGE = 2000
_PEOPLE = ("number", "holder", "shown", "text", "agent")
_PERSON_COLUMN = frozenset({*_PEOPLE, "name", "why"})
_NUMBERS = frozenset({*_PEOPLE, "actor", "actor_number"})
_OWN_WORDS = frozenset({"number.shown"})  # whose reason is a choice of this program's, and names nobody
_CARDS = frozenset({"card", "before", "card_number"})
_NAMES = frozenset({"name", "actor_name", "known"})
_COLUMNS = (
    Text("序号", "No."),
    Text("时间", "When"),
    Text("柜台", "Where"),
    Text("工号", "Who"),
    Text("做了什么", "What"),
    Text("代码", "Code"),
    Text("对象", "About"),
    Text("回执号", "Receipt"),
    Text("人员", "Person"),
    Text("理由", "Why"),
    Text("其他", "Besides"),
)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry as it is shown. `person`, `why` and `besides` are masked unless whole ones were asked for; all are ""
    where the entry says nothing of the kind, or its facts were erased.
    """

    id: int
    serial: int
    at: datetime
    place: str
    clerk: str
    what: Text
    code: str
    subject: str
    receipt: str
    person: str
    why: str
    besides: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """What was found, newest first. `more`: there is more after the last line; `asked`: what was asked for."""

    lines: tuple[AuditLine, ...]
    more: bool
    asked: AuditQuery


class AuditPart:
    """What the desk does about the trail. A part of `Desk`, which asks for the right."""

    _station: Station

    def audit_trail(self, query: AuditQuery, *, full: bool = False, why: str = "") -> AuditView:
        """Search the trail; on record. `full`: unmasked, with a reason. Raises BadInput."""
        return search(self._station, query, full=full, why=why)

    def audit_sheet(self, query: AuditQuery, *, full: bool = False, why: str = "") -> Sheet:
        """What is found as a table for a file; on record. `full`: unmasked, with a reason. Raises BadInput."""
        return export(self._station, query, full=full, why=why)


def search(station: Station, query: AuditQuery, *, full: bool = False, why: str = "") -> AuditView:
    """Search the trail. Raises BadInput for whole numbers without a reason."""
    _must_say_why(why, full=full)
    station.store.note(station.entry(SEARCHED, facts=_asked(query, full=full, why=why)))
    found = station.store.search_audit(query)
    return AuditView(tuple(_line(row, full=full) for row in found.rows), found.more, query)


def query_about(
    about: str, *, since: datetime | None, clerk: str = "", before: int | None = None, limit: int = 200
) -> AuditQuery:
    """What one field asks for: a receipt or a notice by its number, else a person by theirs; "" for anything."""
    typed = about.strip()
    receipt = typed.upper() if receipt_number_checks(typed) or is_case_number(typed) else ""
    holder = "" if receipt else typed
    return AuditQuery(since=since, clerk=clerk, receipt=receipt, holder=holder, before=before, limit=limit)


def export(station: Station, query: AuditQuery, *, full: bool = False, why: str = "") -> Sheet:
    """All that is found, MOST_EXPORTED at most, as a table that says who made it, when and why. Raises BadInput."""
    _must_say_why(why, full=full)
    rows = _all(station, query)
    facts = _asked(query, full=full, why=why) | {"rows": str(len(rows))}
    entry = station.entry(EXPORTED, facts=facts)
    station.store.note(entry)
    lines = [_line(row, full=full) for row in rows]
    above = (
        ("审计记录 / Audit trail", station.place.outlet_name, f"{station.place.outlet}-{station.place.window}"),
        ("导出人 / Made by", entry.clerk, _clock(entry.at)),
        ("理由 / Why", why or "—", "完整 / unmasked" if full else "已遮盖 / masked"),
    )
    columns = [f"{one.zh} {one.en}" for one in _COLUMNS]
    return sheet("审计记录", above=above, columns=columns, rows=[_cells(line) for line in lines])


def _all(station: Station, query: AuditQuery) -> list[AuditRow]:
    rows: list[AuditRow] = []
    before, more = query.before, True
    while more and len(rows) < MOST_EXPORTED:
        found = station.store.search_audit(replace(query, before=before, limit=_PAGE))
        rows += found.rows
        more = found.more
        before = rows[-1].id if rows else None
    return rows[:MOST_EXPORTED]


def _must_say_why(why: str, *, full: bool) -> None:
    if full and not why.strip():
        raise BadInput(what=WHY, why=Text("看完整号码要写明理由", "say what the whole numbers are needed for"))


def _asked(query: AuditQuery, *, full: bool, why: str) -> dict[str, str]:
    """What was asked for, as facts: whoever looks at what is known of a person is found by that person, too."""
    said = {
        "since": query.since.isoformat() if query.since is not None else "",
        "until": query.until.isoformat() if query.until is not None else "",
        "by": query.clerk,
        "what": query.what,
        "subject": query.subject,
        "receipt": query.receipt,
        "holder": tidy(query.holder),
        "why": why.strip(),
        "full": "yes" if full else "",
    }
    return {name: value for name, value in said.items() if value}


def _line(row: AuditRow, *, full: bool) -> AuditLine:
    entry, facts = row.entry, row.entry.facts
    people = [facts[name] for name in (*_PEOPLE, "name") if facts.get(name)]
    besides = {name: value for name, value in facts.items() if value and name not in _PERSON_COLUMN}
    return AuditLine(
        id=row.id,
        serial=row.serial,
        at=entry.at,
        place=f"{entry.outlet}-{entry.window}",
        clerk=entry.clerk,
        what=words_of(entry.what),
        code=entry.what,
        subject=entry.subject,
        receipt=row.receipt,
        person=" ".join(people if full else _masked_people(facts)),
        why=_free(facts.get("why", ""), full=full or entry.what in _OWN_WORDS),
        besides=" ".join(f"{name}={_fact(name, value, full=full)}" for name, value in sorted(besides.items())),
    )


def _masked_people(facts: Mapping[str, str]) -> list[str]:
    said = [_masked(one) for name in _PEOPLE for one in facts.get(name, "").split(",")]
    name = facts.get("name", "")
    return [one for one in (*said, mask_name(name) if name else "") if one]


def _masked(typed: str) -> str:
    """A number, or the name that was typed in its place."""
    plain = tidy(typed)
    return mask_identity(plain) if any(c.isdigit() for c in plain) else mask_name(typed.strip()) if plain else ""


def _fact(name: str, value: str, *, full: bool) -> str:
    if full:
        return value
    if name in _NUMBERS:
        return ",".join(_masked(one) for one in value.split(","))
    if name in _CARDS:
        return mask_card(value) if value.isalnum() else _free(value, full=False)
    if name in _NAMES:
        return mask_name(value)
    return mask_mobile(value) if name == "mobile" else _free(value, full=False)


def _free(value: str, *, full: bool) -> str:
    """Words somebody wrote may hold names: only the reasons this program gives itself, which are codes, stay."""
    return value if full else redacted(value)


def _clock(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M:%S}"


def _cells(line: AuditLine) -> tuple[str, ...]:
    what = f"{line.what.zh} {line.what.en}" if line.what != same(line.code) else line.code
    place = (str(line.serial), _clock(line.at), line.place, line.clerk, what, line.code)
    return (*place, line.subject, line.receipt, line.person, line.why, line.besides)
