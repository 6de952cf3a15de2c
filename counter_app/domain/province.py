"""A province's rules as data. Each rule carries its legal basis or is marked as an example.

Refuses to compute: packs are read and checked by `counter_app.provinces`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from counter_app.domain.alone import Limits
from counter_app.domain.card import CardState
from counter_app.domain.four_eyes import HighRisk
from counter_app.domain.keeping import KeptFor
from counter_app.domain.period import CountsFrom
from counter_app.domain.purposes import Purpose, PurposeText
from counter_app.domain.text import Text


class OfflineRule(StrEnum):
    """What may be done without a line: FINAL as good as done · PROVISIONAL until the platform answers · NEVER blind."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    NEVER = "never"


class IdentityRule(StrEnum):
    """How the identity of whoever acts must be checked: NONE not at all · CHECKED a document read here, or the clerk
    says what was seen · DOCUMENT read here, nothing else will do.
    """

    NONE = "none"
    CHECKED = "checked"
    DOCUMENT = "document"


class BankLoss(StrEnum):
    """Who tells the bank of a loss: the platform hands it on (JOINT), or the holder must call the bank (SEPARATE)."""

    JOINT = "joint"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class Basis:
    """Regulation and article. `draft` is marked （草案）on screen and paper; `example` where the regulation leaves it
    open.
    """

    text: Text
    draft: bool = False
    example: bool = False

    @property
    def words(self) -> Text:
        """The basis as shown: with （草案） or （示例）."""
        zh = self.text.zh + ("（草案）" if self.draft else "") + ("（示例）" if self.example else "")
        en = self.text.en + (" (draft)" if self.draft else "") + (" (example)" if self.example else "")
        return Text(zh, en)


class BankStatus(StrEnum):
    """Cooperation with a bank: ACTIVE · NO_NEW_CARDS shown and not to be chosen for new cards, everything for its
    present holders goes on (Guangdong art. 20) · ENDED only what ends or moves its cards.
    """

    ACTIVE = "active"
    NO_NEW_CARDS = "no_new_cards"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Bank:
    """A cooperating bank. `loss`: whether the platform hands a loss to it; `phone`: its own line for loss reports.
    `keeps_account`: it makes a replacement card with the same account number.
    """

    code: str
    name: Text
    phone: str
    loss: BankLoss
    basis: Basis
    status: BankStatus = BankStatus.ACTIVE
    keeps_account: bool = False


class PersonKind(StrEnum):
    """Kinds of people whose papers and representatives differ."""

    RESIDENT = "resident"
    MINOR = "minor"
    HMT = "hmt"
    FOREIGNER = "foreigner"


class Actor(StrEnum):
    """Who stands at the window for the holder."""

    SELF = "self"
    GUARDIAN = "guardian"
    AGENT = "agent"


class HolderLife(StrEnum):
    """Whether a rule is for a holder who lives, or for one who is dead on record."""

    LIVING = "living"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation or a proof of one, by id, as a pack names them (e.g. "parent" 父母, "birth" 出生医学证明)."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Acting:
    """One line of who may act for whom: with which relations and which proofs, for which kinds of holder. `holder`: for
    one who lives, or for one who died; None for either.
    """

    who: Actor
    basis: Basis
    kinds: frozenset[PersonKind]
    relations: tuple[Relation, ...] = ()
    proofs: tuple[Relation, ...] = ()
    holder: HolderLife | None = None


class OnRecord(StrEnum):
    """What the platform's records may hold, so that no paper has to prove it (免提交). POPULATION: who the holder is."""

    POPULATION = "population"
    DEATH = "death"


@dataclass(frozen=True, slots=True)
class Spared:
    """A paper is not asked for while the records hold what it proves, and on which basis."""

    proven_by: OnRecord
    basis: Basis


@dataclass(frozen=True, slots=True)
class Material:
    """One paper to bring, by kind of holder and by who acts. `spared`: when records make it needless, None never.
    `form`: as original or copy, `where` it is had; None where the pack does not say.
    """

    id: str
    name: Text
    kinds: frozenset[PersonKind]
    actors: frozenset[Actor]
    basis: Basis
    spared: Spared | None = None
    form: Text | None = None
    where: Text | None = None


@dataclass(frozen=True, slots=True)
class CardAsId:
    """The social security card is evidence of who its holder is. `authenticated`: only while its chip passed that."""

    authenticated: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class Entrustment:
    """Social-security work that clerks of cooperating banks may do where they are entrusted: these procedures."""

    procedures: frozenset[str]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Nearby:
    """Work besides cards that an equipped outlet does (就近办), by id (e.g. "pension" 养老保险)."""

    id: str
    name: Text
    basis: Basis


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which somebody may apply for a card here (e.g. "live" 居住)."""

    id: str
    name: Text
    basis: Basis


@dataclass(frozen=True, slots=True)
class RefusalReason:
    """A reason, by code, for which a clerk may turn a request away; it is printed (Hainan art. 11)."""

    code: str
    name: Text
    basis: Basis


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way to object to a refusal (行政复议, 行政诉讼), and within which time; printed on the notice."""

    name: Text
    text: Text
    basis: Basis


@dataclass(frozen=True, slots=True)
class Abroad:
    """An agreement with another region (prefix of GB/T 2260, two to six digits): its cards are served here, or with
    `there` this province's cards are served at outlets that stand there; for these procedures.
    """

    prefix: str
    name: Text
    procedures: frozenset[str]
    basis: Basis
    there: bool = False


@dataclass(frozen=True, slots=True)
class Fee:
    """`fen` in 分. `free`: a regulation makes it free, then no fee can be booked: ValueError."""

    fen: int
    free: bool
    basis: Basis

    def __post_init__(self) -> None:
        if self.fen < 0 or (self.free and self.fen):
            raise ValueError(f"a fee of {self.fen} fen cannot be booked")


@dataclass(frozen=True, slots=True)
class Promise:
    """Within how many working days it is done; 0 at once."""

    days: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: Monday to Friday but for `rest`, and `work` besides. `published_until`: the last day whose rest the
    State Council has published; of later days only those are listed that the law itself names. None: nobody says.
    """

    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    published_until: date | None = None


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One point of the guide: heading (材料, 时限, 费用 ...), sentence, icon name; `basis` where it has one of its own."""

    heading: Text
    text: Text
    icon: str
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class ProcedureRules:
    """The rules of one procedure in one province. `builds_on_waiting`: it may begin while other work of the same person
    waits for the platform. `high_risk`: when a second person must agree. `grounds`: ids of grounds that
    are open here besides the usual ones (cancellation: "own-wish"). `death_proofs`: papers that prove a death the
    platform has no record of; () where none does. `conditions` and `steps` (办理条件, 办理流程) go with the guide.
    `identity`: how it must be checked who acts, on `identity_basis`.
    """

    allowed: bool
    offline: OfflineRule
    guide: tuple[GuideLine, ...]
    basis: tuple[Basis, ...]
    builds_on_waiting: bool = True
    high_risk: tuple[HighRisk, ...] = ()
    acting: tuple[Acting, ...] = ()
    materials: tuple[Material, ...] = ()
    warnings: tuple[Text, ...] = ()
    fee: Fee | None = None
    promise: Promise | None = None
    grounds: frozenset[str] = frozenset()
    death_proofs: tuple[Relation, ...] = ()
    conditions: Text | None = None
    steps: tuple[Text, ...] = ()
    identity: IdentityRule = IdentityRule.CHECKED
    identity_basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Province:
    """A loaded pack. `code` six digits (GB/T 2260), `version` e.g. 2026.3, `temporary_loss_days` whole days by the
    minute. `pin_typed`: without a key pad the holder may type the card PIN at this window. `pin_initial`: PINs cards
    are issued with, which nobody may choose (LD/T 6001.5, return code -36). `pin_states`: by task with the PIN, the
    states of the social-security half in which it is done. `account_notice`: the basis on which a changed bank account
    is told to the holder and the payers, None where none asks for it. `agent_limit`: for how many people one agent may
    act in a day before a supervisor is told, 0 for no limit. `notice_days`: how long a case is taken up again by the
    number of its notice, 0 for ever. `card_as_id`: the card alone proves who somebody is, None
    where it does not. `entrustment`: what banks' clerks may do of social-security work, None for nothing. `nearby`:
    what equipped outlets do besides cards, `nearby_known`: every such work the pack has a name for. `outlet_in`: the
    region this outlet stands in where that is another one. `limits`: how long a counter goes on without the platform.
    `mirror_days`: how long rows of people outside the counter's area are kept; `kept_for`: how long everything else of
    people is. `purposes`: what people are told, or asked, of each use of their data.
    """

    id: str
    code: str
    name: Text
    version: str
    draft: bool
    in_force_from: date | None
    hotline: str
    complaint: Text
    temporary_loss_days: int
    temporary_loss_basis: Basis
    formal_release: bool
    longest_wait: float
    banks: tuple[Bank, ...]
    procedures: Mapping[str, ProcedureRules]
    pin_typed: bool = False
    pin_initial: tuple[str, ...] = ()
    pin_states: Mapping[str, frozenset[CardState]] = field(default_factory=dict)
    grounds: tuple[Ground, ...] = ()
    refusals: tuple[RefusalReason, ...] = ()
    given_up: tuple[RefusalReason, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    abroad: tuple[Abroad, ...] = ()
    channels: tuple[GuideLine, ...] = ()
    outlets: tuple[GuideLine, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    account_notice: Basis | None = None
    agent_limit: int = 0
    notice_days: int = 0
    mirror_days: int = 90
    card_as_id: CardAsId | None = None
    entrustment: Entrustment | None = None
    nearby: tuple[Nearby, ...] = ()
    nearby_known: frozenset[str] = frozenset()
    outlet_in: Text | None = None
    temporary_loss_counts_from: CountsFrom = CountsFrom.EFFECT
    limits: Limits = field(default_factory=lambda: Limits(7, 30, 2000, 10000))
    kept_for: tuple[KeptFor, ...] = ()
    purposes: Mapping[Purpose, PurposeText] = field(default_factory=dict)

    @property
    def questions(self) -> Text:
        """Where to ask and where to complain, as it stands at the foot of every paper (海南条例 art. 20: 公开投诉电话)."""
        zh, en = self.complaint.zh, self.complaint.en
        return Text(f"社保咨询 {self.hotline}；投诉 {zh}", f"Social security {self.hotline}; complaints {en}")

    def bank(self, code: str) -> Bank | None:
        """The bank of that code, None if the pack does not know it."""
        return next((b for b in self.banks if b.code == code), None)
