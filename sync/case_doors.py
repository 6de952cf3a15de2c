"""The platform's doors for requests that could not be met at once: hand over, fetch, take up.

Refuses to put anything into a path but the number of a notice whose check digit fits; the rest goes in bodies. An
answer the contract does not know is trouble, never good news.
"""

from __future__ import annotations

from counter_app.domain.case import Case, CaseElsewhere, Claim, Claimed, TakenUp, is_case_number
from counter_app.domain.enrolment_errors import CallRepeated
from sync.door import Door


class CaseDoors(Door):
    """What `sync.client.HttpPlatform` does about cases. Every method raises as the port says."""

    def keep_case(self, case: Case) -> bool:
        """Hand it over; False when the platform has another case under that number."""
        from sync import case_wire

        try:
            answer = self._ask("PUT", _path(case.number), case_wire.write_case(case), said_no={409: _taken})
        except _SaidNo:
            return False
        except CallRepeated:
            found = self.case(case.number)
            if found is None:
                raise
            return case_wire.write_case(found.case) == case_wire.write_case(case)
        case_wire.read_kept(answer, number=case.number)
        return True

    def case(self, number: str) -> CaseElsewhere | None:
        """The case of that number, None where the platform has none."""
        from sync import case_wire

        if not is_case_number(number):
            return None
        try:
            answer = self._ask("GET", _path(number), said_no={404: _taken})
        except _SaidNo:
            return None
        return case_wire.read_case(answer, number=number)

    def take_up_case(self, number: str, key: str, taken: TakenUp) -> Claimed:
        """Take it up for this window."""
        from sync import case_wire

        body = case_wire.write_taking(key, taken)
        try:
            answer = self._ask("POST", _path(number) + "/take-up", body, said_no={404: _taken})
        except _SaidNo:
            return Claimed(Claim.UNKNOWN)
        return case_wire.read_claimed(answer)


class _SaidNo(Exception):
    """The platform itself says that it has no such case, or another one."""


def _taken(_body: bytes) -> Exception:
    return _SaidNo()


def _path(number: str) -> str:
    if not is_case_number(number):
        raise ValueError("not the number of a notice")
    return f"/v1/cases/{number}"
