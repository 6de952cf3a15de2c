"""JSON of `docs/platform.openapi.yaml` <-> requests that could not be met at once.

Refuses an answer that does not keep the contract (`NoPlatform`). Personal data stands in bodies only.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from counter_app.domain.case import Case, CaseElsewhere, CaseKind, Claim, Claimed, TakenUp
from counter_app.domain.errors import NoPlatform
from sync.body import GARBAGE, read, write
from sync.shapes import CardNumber, Day, Moment, Shape
from sync.wire import say_moment

_Answer = Annotated[str, Field(max_length=2000)]
_Place = Annotated[str, Field(min_length=1, max_length=40)]


class _Holder(Shape):
    number: str = Field(min_length=1, max_length=40)
    name: str = Field(max_length=50)


class _Case(Shape):
    number: str = Field(max_length=100)
    kind: Literal["missing", "refused", "given-up"]
    holder: _Holder
    card_number: CardNumber | None
    procedure: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    step: int = Field(ge=0, le=99)
    answers: dict[str, _Answer] = Field(max_length=100)
    reason: str = Field(max_length=40)
    missing: list[_Place] = Field(max_length=100)
    made_at: Moment
    expires_on: Day | None
    clerk: str = Field(max_length=40)
    outlet: _Place
    window: _Place
    province: str = Field(max_length=40)
    pack: str = Field(max_length=40)

    def domain(self) -> Case:
        return Case(
            number=self.number,
            kind=CaseKind(self.kind),
            holder_number=self.holder.number,
            holder_name=self.holder.name,
            card_number=self.card_number or "",
            procedure=self.procedure,
            step=self.step,
            answers=tuple(sorted(self.answers.items())),
            reason=self.reason,
            missing=tuple(self.missing),
            made_at=self.made_at,
            clerk=self.clerk,
            outlet=self.outlet,
            window=self.window,
            notice=None,
            expires_on=self.expires_on,
            province=self.province,
            pack=self.pack,
        )


class _Taken(Shape):
    at: Moment
    outlet: _Place
    window: _Place

    def domain(self) -> TakenUp:
        return TakenUp(self.at, self.outlet, self.window)


class _Found(Shape):
    case: _Case
    taken: _Taken | None


class _Kept(Shape):
    number: str
    known: bool


class _Claimed(Shape):
    outcome: Literal["yours", "elsewhere", "expired"]
    taken: _Taken | None


def write_case(case: Case) -> bytes:
    """The body of `PUT /v1/cases/{number}`; the notice itself stays where it was printed."""
    tree = {
        "number": case.number,
        "kind": case.kind.value,
        "holder": {"number": case.holder_number, "name": case.holder_name},
        "card_number": case.card_number or None,
        "procedure": case.procedure,
        "step": case.step,
        "answers": dict(case.answers),
        "reason": case.reason,
        "missing": list(case.missing),
        "made_at": say_moment(case.made_at),
        "expires_on": case.expires_on.isoformat() if case.expires_on else None,
        "clerk": case.clerk,
        "outlet": case.outlet,
        "window": case.window,
        "province": case.province,
        "pack": case.pack,
    }
    return write(tree)


def write_taking(key: str, taken: TakenUp) -> bytes:
    """The body of `POST /v1/cases/{number}/take-up`."""
    return write({"key": key, "at": say_moment(taken.at), "outlet": taken.outlet, "window": taken.window})


def read_kept(body: bytes, *, number: str) -> None:
    """The platform has it. Raises NoPlatform for an answer about another one."""
    if read(_Kept, body).number != number:
        raise NoPlatform(why=GARBAGE, fields=("number",), handed_over=True)


def read_case(body: bytes, *, number: str) -> CaseElsewhere:
    """A case as the platform holds it. Raises NoPlatform for another one, too."""
    found = read(_Found, body)
    if found.case.number != number:
        raise NoPlatform(why=GARBAGE, fields=("case.number",), handed_over=True)
    return CaseElsewhere(found.case.domain(), found.taken.domain() if found.taken else None)


def read_claimed(body: bytes) -> Claimed:
    """The word on taking a case up."""
    told = read(_Claimed, body)
    return Claimed(Claim(told.outcome), told.taken.domain() if told.taken else None)
