"""The second person 第二人: another clerk agrees at this window, with number and password, before something is recorded.

What was agreed to is one operation with its very answers: another answer, another clerk at the window or the end of the
visit, and it must be agreed to anew. Kept in memory only. Refuses the clerk who does the work, and a wrong password; a
password is overwritten here, whatever happens.
"""

from __future__ import annotations

from counter_app.desk import duty
from counter_app.desk.station import Agreement, Station
from counter_app.desk.views import SecondView
from counter_app.domain.errors import NeedsSecond, NotEligible, Refused
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

_OTHER = Text("请另一位柜员输入工号和密码", "Another clerk types number and password")


def agree(station: Station, record: VisitRecord, clerk: str, password: SecretDigits) -> None:
    """`clerk` agrees to the operation of this visit as it stands; audited, refused or not. Raises NotEligible for the
    clerk who does the work, WrongPassword, RealFolder.
    """
    with password:
        try:
            second = duty.known(station, clerk, password)
            if second.clerk == station.clerk:
                raise NotEligible(why=Text("经办人不能自己复核", "Nobody agrees to his own work"), how=_OTHER)
        except Refused as error:
            station.store.note(station.entry("second.refused", subject=record.operation_id, facts={"why": error.code}))
            raise
    station.store.note(station.entry("second.agreed", subject=record.operation_id, facts={"second": second.clerk}))
    station.agreements[record.id] = Agreement(second.clerk, record.operation_id, record.answers)


def page(station: Station, record: VisitRecord, task: Text) -> SecondView:
    """What the other clerk is asked."""
    return SecondView(record.id, task, duty.practice_words() if station.place.practice else None)


def second(station: Station, record: VisitRecord) -> str:
    """Number of the clerk who agreed to what the visit says now, "" for nobody."""
    given = station.agreements.get(record.id)
    if given is None or given.clerk == station.clerk:
        return ""
    return given.clerk if (given.operation_id, given.answers) == (record.operation_id, record.answers) else ""


def make_sure(station: Station, record: VisitRecord, *, needed: bool) -> None:
    """Raises NeedsSecond while nobody else has agreed to what is to be recorded, where it is `needed`."""
    if needed and not second(station, record):
        raise NeedsSecond
