"""What a request must look like, by `docs/platform.openapi.yaml`. Strict: members it does not know are refused.

Written apart from the counter's own wire format on purpose, so that a mistake in one shows against the other.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MOST_OPERATIONS = 100
_Place = Annotated[str, StringConstraints(min_length=1, max_length=40)]
_Fact = Annotated[str, StringConstraints(max_length=2000)]
_State = Annotated[str, StringConstraints(min_length=1, max_length=20)]
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class HolderForm(_Strict):
    number: str = Field(pattern=r"^([0-9]{17}[0-9X]|[A-Z]{3}[0-9]{12}|[0-9A-Z]{5,12})$")
    name: str = Field(min_length=1, max_length=50)


class OperationForm(_Strict):
    """One operation. `facts` hold the procedure's answers, `changes` the state each half is to reach."""

    id: str = Field(pattern=f"^{ID.pattern}$")
    procedure: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    holder: HolderForm
    card_number: str | None = Field(pattern=r"^[0-9A-Z]{6,20}$")
    changes: dict[Literal["ssc", "bank"], _State]
    facts: dict[str, _Fact] = Field(max_length=40)
    accepted_at: str = Field(pattern=_MOMENT)
    clerk: str = Field(max_length=40)
    outlet: _Place
    window: _Place
    province: _Place
    pack: str = Field(max_length=40)
    basis: list[Annotated[str, StringConstraints(max_length=400)]] = Field(max_length=20)
    urgent: bool


class LookupForm(_Strict):
    by: Literal["number", "card", "name"]
    value: str = Field(min_length=1, max_length=50)
    limit: int = Field(ge=1, le=100)
    clerk: str = Field(default="", pattern=r"^[0-9A-Za-z-]{1,20}$")


class _Challenge(_Strict):
    """What each challenge of a card has; all but `algorithm` are capital hex digits."""

    algorithm: Literal["des", "ssf33", "sm4"]
    card_identifier: str = Field(pattern=r"^([0-9A-F]{32})?$")
    history: str = Field(pattern=r"^[0-9A-F]{16}$")
    random: str = Field(pattern=r"^[0-9A-F]{16}$")
    key: str = Field(pattern=r"^[0-9A-F]{2}$")


class OpenForm(_Challenge):
    """A challenge that holds no PIN; `data` (capital hex digits) is empty for "read"."""

    purpose: Literal["read", "pin-unblock"]
    data: str = Field(pattern=r"^([0-9A-F]{2}){0,64}$")


class SealedData(_Strict):
    """Data for the security module alone: base64, sealed with its key of that name."""

    key_id: str = Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")
    value: str = Field(pattern=r"^[0-9A-Za-z+/]{342,1366}={0,2}$", repr=False)


class SealedForm(_Challenge):
    """A challenge over a new PIN."""

    purpose: Literal["pin-reset"]
    sealed: SealedData


ChallengeForm = OpenForm | SealedForm
CHALLENGE: TypeAdapter[ChallengeForm] = TypeAdapter(Annotated[ChallengeForm, Field(discriminator="purpose")])
