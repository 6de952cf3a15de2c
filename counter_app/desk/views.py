"""What the window and the command get to show: frozen values, ready to draw, with texts in both languages.

Refuses to hold anything a page must work out for itself: what is lawful, what waits, and why is decided here once.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING

from counter_app.clerks import Role

if TYPE_CHECKING:  # named, never used here: the sign-in page is painted before any of these is loaded
    from datetime import date, datetime

    from counter_app.desk.views_cards import CardChoice
    from counter_app.desk.views_exceptions import ExceptionView, Settling
    from counter_app.desk.views_supervisor import SupervisorView
    from counter_app.domain.card import Card, Half
    from counter_app.domain.holder import Hit, Person, Source
    from counter_app.domain.making import CardOrder
    from counter_app.domain.operation import Waiting, Work
    from counter_app.domain.procedure import Field, Outcome
    from counter_app.domain.projection import CardView
    from counter_app.domain.province import GuideLine
    from counter_app.domain.purposes import PurposeText
    from counter_app.domain.receipt import Receipt, Row
    from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in at this window. `person`: who stands behind the number, as the platform says, for one may have
    two; "" where it does not say. `bank`: code of the bank that employs the clerk; `entrusted`: with social-security
    work.
    """

    clerk: str
    name: str
    roles: tuple[Role, ...] = (Role.CLERK,)
    person: str = ""
    bank: str = ""
    entrusted: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where this counter stands, for strip, sign-in and receipt. `nearby`: ids of what it does besides cards."""

    outlet: str
    outlet_name: str
    window: str
    province_name: Text
    pack: str
    draft: bool
    hotline: str
    practice: bool
    nearby: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can (or cannot) be done for a person now. `refused` says why it is unlawful now, `advice` the
    lawful way. `pressing`: it is to be offered first, and `hint` says why.
    """

    procedure: str
    title: Text
    hint: Text
    key: str
    icon: str
    refused: Text | None = None
    advice: Text | None = None
    pressing: bool = False

    @property
    def lawful(self) -> bool:
        return self.refused is None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """The identity document that was read for a visit. `expired_on`: it ran out that day. `until_unknown`: it does not
    say until when it is valid. `variant`: both spellings of the name where they differ in a variant character. `asked`:
    both names where they differ really, and the clerk must say whether it is the same person.
    """

    kind: Text
    expired_on: date | None = None
    until_unknown: bool = False
    variant: Text | None = None
    asked: Text | None = None


@dataclass(frozen=True, slots=True)
class PinRow:
    """The PIN of the chip on the person page: `kind` "plain" | "wait" (few tries left) | "stop" (blocked) and words.

    `asked`: the card was asked since it was laid on. `may_be_asked`: it may be, unbidden. `refused`: why nothing can be
    done with it now (no card, another's card), `advice` what to do.
    """

    words: Text
    kind: str = "plain"
    asked: bool = False
    may_be_asked: bool = False
    refused: Text | None = None
    advice: Text | None = None


@dataclass(frozen=True, slots=True)
class PersonView:
    """The person page. `mark` 0 甲, 1 乙, 2 丙. `proof`: "document" | "card" | "typed". `separate_bank`: name and phone
    of a bank that must be told by the holder, None where the platform hands a loss on. `notice`: what the clerk must
    know before anything is done. `document`: what was read on the identity card reader for this visit. `card_here`: a
    card of this very person lies on the reader. `pin`: that of the chip, None at a counter that never touches one.
    `nearby`: what this outlet does besides cards. `choices`: cards in use, where there are several. `functions` of
    the card, each with how it stands."""

    visit_id: str
    mark: int
    person: Person
    view: CardView
    proof: str
    source: Source
    actions: tuple[Action, ...]
    unsettled: tuple[Work, ...]
    history: tuple[Work, ...]
    separate_bank: tuple[Text, str] | None = None
    notice: Text | None = None
    document: DocumentView | None = None
    card_here: bool = False
    pin: PinRow | None = None
    choices: tuple[CardChoice, ...] = ()
    nearby: tuple[Text, ...] = ()
    functions: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class PinTask:
    """One thing to do with the chip's PIN. `id` "verify" | "change" | "reset" | "unblock".

    `entries`: what the holder types here, in order, "old", "new" (twice) or "pin"; () where nothing is typed.
    `on_keys`: the holder enters it on the reader's key pad. `ask_proof`: the clerk must say how the identity was
    checked. `counted`: a wrong PIN costs a try. `ask_actor`: it must be said who acts; `ask_second`: another clerk must
    agree before it is entered; `papers` to be compared before it is done.
    """

    id: str
    title: Text
    hint: Text
    icon: str
    entries: tuple[str, ...] = ()
    on_keys: bool = False
    ask_proof: bool = False
    counted: bool = False
    refused: Text | None = None
    advice: Text | None = None
    ask_actor: bool = False
    ask_second: bool = False
    papers: Text | None = None

    @property
    def lawful(self) -> bool:
        return self.refused is None


@dataclass(frozen=True, slots=True)
class PinView:
    """The page of the chip's PIN. `row`: how it stands; `tasks` in the order they are drawn, `proofs` the ways a clerk
    may have checked the identity, by id. `done`: what has just been done, None when nothing was. `notice`: what the
    clerk must know before anything is done. `receipt`: number of the receipt for what has just been done, "" for none.
    `acting`: the questions about who acts, () where only the holder may.
    """

    visit_id: str
    mark: int
    person: Person
    view: CardView
    row: PinRow
    tasks: tuple[PinTask, ...]
    proofs: tuple[tuple[str, Text], ...]
    done: Text | None = None
    notice: Text | None = None
    receipt: str = ""
    acting: tuple[FieldView, ...] = ()

    @property
    def unsaid(self) -> str:
        """Name of the first question about who acts that has no right answer, "" when all have."""
        return next((one.field.name for one in self.acting if one.field.fault(one.value) is not None), "")


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field with its answer; `fault` why it is wrong (None: right or not yet answered), `good`: really checked and
    right. `picture`: the JPEG kept for it."""

    field: Field
    value: str
    fault: Text | None
    good: bool
    picture: bytes | None = dataclass_field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Banner:
    """A banner inside a page: `kind` "wait" | "stop", a bold line and a plain one."""

    kind: str
    bold: Text
    plain: Text


@dataclass(frozen=True, slots=True)
class VisitView:
    """A procedure page. `steps` are all titles (the first 核实本人 is done, the last is 办结), `current` an index into them.

    `warnings` are dangers, `reminders` what the holder is to keep in mind. `confirm` rows are shown large and
    masked to the holder, empty on a pure question page. `missing`: first field that is wrong, by name, None when
    the main button goes on. `next_label`: words of the main button. `portrait`: the photo (JPEG) the holder is shown.
    `notices`: what the holder is told of the use of personal data, where it is confirmed.
    `actor_number`: of whoever acts for the holder, once that document was read for this very answer.
    """

    visit_id: str
    mark: int
    person: Person
    view: CardView
    procedure: str
    title: Text
    icon: str
    steps: tuple[Text, ...]
    current: int
    question: Text
    hint: Text
    fields: tuple[FieldView, ...]
    confirm: tuple[Row, ...]
    warnings: tuple[Text, ...]
    reminders: tuple[Text, ...]
    banner: Banner | None
    guide: tuple[GuideLine, ...]
    basis: tuple[Text, ...]
    next_label: Text
    missing: str | None
    portrait: bytes | None = dataclass_field(default=None, repr=False)
    actor_number: str = ""
    notices: tuple[PurposeText, ...] = ()


@dataclass(frozen=True, slots=True)
class HalfResult:
    """How one half stands after an operation: `kind` "wait" | "ok" | "stop" and the words of its chip."""

    half: Half
    kind: str
    words: Text


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """The result page. `kind` "wait" accepted here · "ok" confirmed · "stop" refused. `headline`: up to 14 signs.
    `document`: title of the paper that can be made from it besides the receipt, None where none can. `papers`: kind
    (`paper_kinds.KINDS`) and title of those that go with the receipt.
    """

    visit_id: str
    mark: int
    person: Person
    view: CardView
    title: Text
    icon: str
    steps: tuple[Text, ...]
    kind: str
    headline: Text
    lines: Outcome
    halves: tuple[HalfResult, ...]
    work: Work
    receipt: Receipt
    document: Text | None = None
    papers: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchView:
    """Answer to a search. `exact`: one person, opened at once. `live`: the platform was asked. `as_of` of the local
    mirror.

    `unknown_number`: the number of a paper nobody knows here: a loss can still be reported by number and name.
    `unknown_kinds`: the papers it may be of, likeliest first.
    """

    hits: tuple[Hit, ...]
    exact: bool
    live: bool
    unknown_number: str = ""
    unknown_kinds: tuple[Text, ...] = ()
    fault: Text | None = None


@dataclass(frozen=True, slots=True)
class WaitingView:
    """The page 等待与例外: refused first, then waiting in sending order, then today's answered ones.

    `exceptions`: what was turned down told in full, also what clerks have settled of it. `successors`: of settled
    operations, the number of the receipt that took the place of theirs. `aside`: work that is tried alone, and why.
    `days_alone`: whole days since the platform was heard last.
    """

    refused: tuple[Work, ...]
    waiting: tuple[Work, ...]
    settled_today: tuple[Work, ...]
    exceptions: tuple[ExceptionView, ...]
    successors: tuple[tuple[str, str], ...]
    withdrawal: Settling
    titles: tuple[tuple[str, Text], ...]
    aside: tuple[tuple[str, Text], ...] = ()
    days_alone: int = 0


@dataclass(frozen=True, slots=True)
class GuideSection:
    """One heading of a guide with its lines."""

    heading: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class GuideView:
    """The guide of one procedure, and `titles` of all the pack has one for."""

    procedure: str
    title: Text
    sections: tuple[GuideSection, ...]
    basis: tuple[Text, ...]
    titles: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Lapse:
    """A temporary loss of `halves` that ends today. `heard` False: its minute is over, the platform has not said so."""

    person: Person
    card: Card
    until: datetime
    heard: bool
    halves: tuple[Half, ...]


@dataclass(frozen=True, slots=True)
class MadeCard:
    """A card being made, ready or failed. `overdue`: it was promised for a day before today."""

    person: Person
    order: CardOrder
    overdue: bool


@dataclass(frozen=True, slots=True)
class DueWork:
    """Work whose promised day has come or is near."""

    work: Work
    due_on: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class FollowView:
    """The page 跟进: losses that lapse today, cards under way, work due or overdue, what a supervisor must see."""

    lapses: tuple[Lapse, ...]
    cards: tuple[MadeCard, ...]
    due: tuple[DueWork, ...]
    titles: tuple[tuple[str, Text], ...]
    moment: datetime
    supervised: SupervisorView


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page: operations recorded here today, what waits, what was done last, what can be begun without a
    card.
    """

    done_today: int
    waiting: Waiting
    recent: tuple[Work, ...]
    refused: tuple[Work, ...]
    procedures: tuple[Action, ...]
    moment: datetime
