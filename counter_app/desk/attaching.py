"""A picture for the step that asks for one: checked, brought to the standard, kept with the visit.

Refuses to keep anything of the file that was brought but the photo made of it.
"""

from __future__ import annotations

from counter_app.desk import carrying, keeping
from counter_app.desk.card_photo import card_photo
from counter_app.desk.station import Station
from counter_app.desk.views import VisitView
from counter_app.domain.errors import NotEligible
from counter_app.domain.photo import Picture
from counter_app.domain.procedure import FieldKind
from counter_app.domain.text import Text


@keeping.anew_where_changed
def attach(station: Station, visit_id: str, data: bytes) -> VisitView:
    """Take a JPEG or PNG file for the present step. Raises BadPicture, NotEligible where none is asked for."""
    record = carrying.record_of(station, visit_id)
    visit = carrying.load(station, record)
    asked = next((one.name for one in visit.fields() if one.kind is FieldKind.PHOTO), None)
    if record.state != "asking" or asked is None:
        why = Text("这一步不要照片", "No photo is asked for here")
        raise NotEligible(
            why=why, how=Text("照片先选“现场拍照”或“自带照片”", "Choose taken here or brought along first")
        )
    picture: Picture = card_photo(data)
    answered = visit.answered({asked: picture.digest}).record
    station.store.keep_visit(answered, seen=record, picture=picture)
    return carrying.show(carrying.load(station, answered))
