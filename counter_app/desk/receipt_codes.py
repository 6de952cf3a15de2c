"""The signed code of a paper: made once when a numbered paper is first wanted, and given from the store ever after.

Refuses to hold a paper back: where the key cannot be read it goes out without a code, which is audited; a counter that
was never enrolled has none, and says nothing. Refuses to sign for another window. Never called inside the transaction
that records work, and never from the GUI thread: a signature takes milliseconds, and a keyring may take longer.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace

from counter_app.desk.station import Station
from counter_app.domain import signature
from counter_app.domain.enrolment_errors import NotEnrolled
from counter_app.domain.errors import CounterError, StoreTrouble
from counter_app.domain.operation import AuditEntry
from counter_app.domain.receipt import Receipt
from counter_app.domain.receipt_code import NoCode, ReceiptCode, Said, Standing, read_code
from counter_app.enrolment import CounterKey
from counter_app.receipt_codes import Recorded

WITHOUT_CODE = "receipt.without_code"
NOBODY = "printer"
"""In whose name a paper goes out when nobody is signed in any more."""
_UNFIT, _KIND = re.compile("[^0-9a-z]"), 40  # what alphanumeric mode has no sign for; as long as a code takes it
_log = logging.getLogger(__name__)


def coded(station: Station, receipt: Receipt) -> Receipt:
    """The receipt with its code, where it has one or can get one. Raises StoreTrouble of the store itself alone."""
    return replace(receipt, code=code_of(station, receipt.number)) if receipt.number else receipt


def code_of(station: Station, number: str) -> str:
    """The code of that paper, "" where there can be none now. Raises StoreTrouble."""
    return station.store.receipt_code(number) or _made(station, number)


def _made(station: Station, number: str) -> str:
    recorded = station.store.recorded(number)
    if recorded is None or not _is_ours(station, recorded) or station.codes is None:
        return ""
    try:
        key = station.codes.own()
        if key is None:
            return ""
        text = signed(recorded, key).text
        read_code(text)  # a code nobody can read must not stand for ever: an outlet may have a name like none
    except (NotEnrolled, NoCode, StoreTrouble) as error:
        _without(station, number, error)
        return ""
    return station.store.keep_code(number, text, public=key.public, at=station.clock.now())


def said_of(recorded: Recorded, key_id: str) -> Said:
    """What the code of that paper says."""
    standing = Standing.VOID if recorded.void else recorded.standing
    at = recorded.issued_at.replace(microsecond=0)
    kind = _UNFIT.sub("-", recorded.kind.lower())[:_KIND]
    return Said(recorded.number, at, standing, kind, key_id, recorded.words)


def signed(recorded: Recorded, key: CounterKey) -> ReceiptCode:
    """Its code by that key."""
    said = said_of(recorded, key.key_id)
    return ReceiptCode(said, signature.raw_of(key.sign(said.message)))


def _is_ours(station: Station, recorded: Recorded) -> bool:
    """A key speaks for its own window only; the store may hold papers of another, from before it was this one."""
    place = said_of(recorded, "").place
    return recorded.given_here and place == (station.place.outlet.upper(), station.place.window.upper())


def _without(station: Station, number: str, error: CounterError) -> None:
    """On record, once a paper: it is made anew each time a printer is asked, and it may be wanted often."""
    if station.store.times(WITHOUT_CODE, number):
        return
    _log.warning("a paper goes out without a signed code: %s", error.code)
    place, clerk = station.place, station.session.clerk if station.session is not None else NOBODY
    facts = {"why": error.code}
    station.store.note(
        AuditEntry(WITHOUT_CODE, station.moment(), clerk, place.outlet, place.window, subject=number, facts=facts)
    )
