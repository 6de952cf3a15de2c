"""What a procedure declares: when it is lawful, its steps and fields, what it changes, what the receipt says.

The window and the command draw and run any procedure from this alone; there is no `if procedure ==` anywhere else.
Refuses to do: everything here is a pure function of a `Situation` and the answers given so far.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from counter_app.domain.alone import Alone
from counter_app.domain.card import ChipData, Half
from counter_app.domain.document import IdentityDocument
from counter_app.domain.entrustment import Employer
from counter_app.domain.errors import Refused
from counter_app.domain.holder import Person
from counter_app.domain.moved_cards import NOTHING_MOVED, Moved
from counter_app.domain.operation import Answer, Operation, Work
from counter_app.domain.projection import CardView
from counter_app.domain.province import ProcedureRules, Province
from counter_app.domain.purposes import Purpose
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a procedure may look at. `online`: the platform answered last time it was asked. `now` UTC.

    `chip` is the card lying on the reader at this moment, None when there is none. `lot`: what banks are drawn by, the
    same for the whole visit. `outlet`, `outlet_name`: this one. `proven`: a valid identity document of the holder was
    read at this desk for this visit. `card_proves`: the holder's own card lies here, and the pack takes it as evidence
    of who somebody is.
    `alone`: how long the platform has not been heard and how much waits for it, None while the line stands.
    `actor_document`: what was laid on for whoever acts for the holder, None when nothing was. `pictures` kept for this
    visit, by digest. `replaces`: the refused operation this is done anew for. `employer` of the clerk at this window.
    """

    person: Person
    view: CardView
    work: tuple[Work, ...]
    online: bool
    province: Province
    rules: ProcedureRules
    chip: ChipData | None
    now: datetime
    lot: str = ""
    outlet: str = ""
    outlet_name: str = ""
    proven: bool = False
    card_proves: bool = False
    actor_document: IdentityDocument | None = None
    alone: Alone | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    replaces: str = ""
    employer: Employer = field(default_factory=Employer)

    @property
    def card_lies_here(self) -> bool:
        """True when the very card of this person lies on the reader."""
        card = self.person.card
        return self.chip is not None and card is not None and self.chip.card_number == card.number


class FieldKind(StrEnum):
    """How a field is drawn: TILES choice tiles with a sentence each · SEGMENTS two to five short words · lines of
    text, IDENTITY the number of somebody's document · PHOTO a picture; its answer is the digest of what is kept ·
    CONSENT the note in full, which the holder reads, then agree or not: nothing is chosen beforehand.
    """

    TILES = "tiles"
    SEGMENTS = "segments"
    TEXT = "text"
    NAME = "name"
    MOBILE = "mobile"
    IDENTITY = "identity"
    PHOTO = "photo"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of TILES or SEGMENTS. `note` is the sentence of a tile; `refused` why it cannot be chosen now."""

    value: str
    title: Text
    note: Text = field(default_factory=lambda: same(""))
    refused: Text | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `check` gives the reason an answer is wrong, None when it is right; `initial` is filled in for the
    clerk. `read`: the answer stands on a document that was read. `kept`: what is kept for what was answered.
    """

    name: str
    label: Text
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    note: Text = field(default_factory=lambda: same(""))
    required: bool = True
    initial: str = ""
    check: Callable[[str], Text | None] = lambda _answer: None
    read: bool = False
    kept: Callable[[str], str] = lambda answer: answer

    def fault(self, answer: str) -> Text | None:
        """Why `answer` is wrong, None when it is right."""
        if not answer.strip():
            return Text("必填", "Needed") if self.required else None
        if self.choices:
            choice = next((c for c in self.choices if c.value == answer), None)
            if choice is None:
                return Text("选一项", "Choose one")
            if choice.refused is not None:
                return choice.refused
        return self.check(answer)


@dataclass(frozen=True, slots=True)
class Step:
    """One page of questions. `confirms`: the answers are shown large to the holder here and the main button submits."""

    id: str
    title: Text
    question: Text
    hint: Text
    fields: Callable[[Situation, Answers], tuple[Field, ...]]
    confirms: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened, what it means for the holder, what to do next: each a bold line and a plain one (mock-ups 5.1)."""

    happened: tuple[Text, Text]
    means: tuple[Text, Text]
    next: tuple[Text, Text]


@dataclass(frozen=True, slots=True)
class Use:
    """One use of personal data in a procedure. `when` it is made of these answers; `bank`: code of the bank that gets
    them, "" for none; `asked`: must be answered, also where it is voluntary. What it rests on says the pack.
    """

    purpose: Purpose
    when: Callable[[Situation, Answers], bool] = lambda _situation, _answers: True
    bank: Callable[[Situation, Answers], str] = lambda _situation, _answers: ""
    asked: bool = False


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """A paper that belongs to the result besides the receipt: its kind (`desk.paper_kinds`), its name, and for which
    operations it is given.
    """

    kind: str
    title: Text
    when: Callable[[Operation], bool]


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure. `unlawful` gives the refusal that holds now, None when it may be done; `check` runs once more on
    submit.

    `changes`: target state code of each half. `facts`: what the platform is told besides. `rows`: lines of
    confirmation and receipt. `warnings`: sentences printed and shown before submitting (e.g. the bank account is
    NOT stopped). `pending`: sentences printed while the platform has not answered. `outcome` words of the result
    while it has not, `confirmed` after. `example`: answers that work, by field name. `about`: the person with the
    card chosen that this is about (the one in use, unless said otherwise). `bank_choice`: the field in which the
    holder chooses a bank, "" where none is chosen. Its order is drawn by lot for each visit and the choice is
    audited. `reminders`: what the holder is to keep in mind whatever was answered, besides those of the pack.
    `key`: "F2" to "F10", or a letter for procedures that stand behind Ctrl+O. `names_card`: the operation is on the
    card it is about; else it names none, because there is none yet. `paper_title`: of the receipt, where it is more
    than one. `done_here`: what the paper says at the top, of something that is done at this counter and to which
    the platform's answer adds nothing. `second_person`: with these answers another clerk must agree, whatever the
    pack says. `uses`: of personal data; each is told, or asked, on the page that confirms.
    `pressing`: why this is to be offered before everything else now, None where it is not. `document`:
    title of the paper that is made from the operation besides its receipt, None where there is none. `papers`: others
    that go with the receipt. `moved`: the cards that change hands by an operation. `form_title`: of the form that is
    signed, where it is more than the general one.
    """

    id: str
    title: Text
    hint: Text
    key: str
    icon: str
    urgent: bool
    steps: tuple[Step, ...]
    unlawful: Callable[[Situation], Refused | None]
    changes: Callable[[Situation, Answers], Mapping[Half, str]]
    facts: Callable[[Situation, Answers], Mapping[str, str]]
    rows: Callable[[Situation, Answers], tuple[Row, ...]]
    warnings: Callable[[Situation, Answers], tuple[Text, ...]]
    pending: Callable[[Situation, Answers], tuple[Text, ...]]
    outcome: Callable[[Situation, Answers], Outcome]
    confirmed: Callable[[Situation, Answers, Answer], Outcome]
    example: Answers
    about: Callable[[Person], Person] = lambda person: person
    bank_choice: str = ""
    reminders: tuple[Text, ...] = ()
    names_card: bool = True
    paper_title: Text | None = None
    done_here: Text | None = None
    second_person: Callable[[Situation, Answers], bool] = lambda _situation, _answers: False
    pressing: Callable[[Situation], Text | None] = lambda _situation: None
    uses: tuple[Use, ...] = (Use(Purpose.SERVICE),)
    document: Text | None = None
    papers: tuple[OwnPaper, ...] = ()
    moved: Callable[[Operation], Moved] = lambda _operation: NOTHING_MOVED
    form_title: Text | None = None
