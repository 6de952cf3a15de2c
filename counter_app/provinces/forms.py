"""The small forms a pack is made of: words, a basis, a line of the guide, a bank, a fee. Each refuses unknown keys.

Refuses to judge: whether what is named exists is `checks`' matter. Imported only when a pack is loaded.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from counter_app.domain import province as d
from counter_app.domain.text import Text


class Strict(BaseModel):
    """A table of a pack: its keys are all that may stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Strict):
    """One sentence in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def text(self) -> Text:
        return Text(self.zh, self.en)


class BasisForm(Strict):
    """`article` of the pack's regulation (or `regulation`, another one), or `example = true` where it is left open."""

    article: Words | None = None
    regulation: Words | None = None
    example: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.article is None and self.regulation is None and not self.example:
            raise PydanticCustomError("basis_empty", "a basis needs an article or example = true")
        return self


class BankForm(Strict):
    """`loss`: joint where the platform hands a loss to the bank, separate where the holder must call it."""

    code: str = Field(pattern=r"^[0-9A-Z]{3,5}$")
    name: Words
    phone: str = Field(min_length=3)
    loss: d.BankLoss
    status: d.BankStatus = d.BankStatus.ACTIVE
    keeps_account: bool = False
    basis: BasisForm


class GuideForm(Strict):
    """A line of the guide in words, or `say`: fee or promise, filled in from the rule itself."""

    heading: Words | None = None
    text: Words | None = None
    icon: str = ""
    say: Literal["fee", "promise"] | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        written = self.heading is not None and self.text is not None and bool(self.icon)
        if written == (self.say is not None):
            raise PydanticCustomError("guide_line", "a line needs icon, heading and text, or say")
        return self


class ChannelForm(Strict):
    """A way to be served or heard, or an outlet, with the basis it is made public on."""

    heading: Words
    text: Words
    icon: str = Field(min_length=1)
    basis: BasisForm


class FeeForm(Strict):
    """`fen`: in 分."""

    fen: int = Field(ge=0, le=100_000)
    basis: BasisForm


class FreeForm(Strict):
    """Procedures a regulation makes free of charge: no fee can be set or booked for them."""

    procedures: tuple[str, ...] = Field(min_length=1)
    basis: BasisForm


class PromiseForm(Strict):
    """`days`: working days, 0 at once."""

    days: int = Field(ge=0, le=366)
    basis: BasisForm


class IdentityForm(Strict):
    """`rule`: none, checked (a document read here, or seen by the clerk) or document (read here, nothing else)."""

    rule: d.IdentityRule
    basis: BasisForm


class CalendarForm(Strict):
    """Days of rest besides Saturday and Sunday, and working days on one of these: published until a day, with `basis`;
    what is listed after that day stands on `later`.
    """

    rest: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    published_until: date | None = None
    basis: BasisForm
    later: BasisForm | None = None
