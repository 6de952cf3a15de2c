"""Temporary loss report 临时挂失: stops a card for some days, lapses by itself. Question and confirmation on one page."""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain import life
from counter_app.domain.card import Half
from counter_app.domain.errors import Refused
from counter_app.domain.life import Act
from counter_app.domain.operation import Answer
from counter_app.domain.period import COUNTS_FROM, DAYS, CountsFrom
from counter_app.domain.procedure import Answers, Field, Outcome, Procedure, Situation, Step
from counter_app.domain.province import Actor
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text
from counter_app.procedures import _acting as acting
from counter_app.procedures import _halves as h
from counter_app.procedures import _identity as identity
from counter_app.procedures import _loss as loss
from counter_app.procedures import _paper as paper

TITLE = Text("临时挂失", "Temporary loss")
_TARGET = life.after(Act.TEMPORARY_LOSS)


def _unlawful(situation: Situation) -> Refused | None:
    return loss.unlawful(situation, Act.TEMPORARY_LOSS)


def _fields(situation: Situation, answers: Answers) -> tuple[Field, ...]:
    scope = loss.scope_field(situation, loss.STATES_BEFORE_TEMPORARY)
    asked = identity.fields(situation, answers, who=Actor.SELF, papers=(), day=acting.today(situation))
    return (*h.name_field(situation), scope, *loss.card_here_field(situation), *asked)


def _changes(_situation: Situation, answers: Answers) -> Mapping[Half, str]:
    return {half: _TARGET[half] for half in h.chosen_halves(answers)}


def _facts(situation: Situation, answers: Answers) -> Mapping[str, str]:
    # Anybody may report a loss; it is the holder only where the holder's own document was read here.
    who = "self" if situation.proven and not situation.person.life else "reporter"
    facts = {"scope": answers["scope"], DAYS: str(situation.province.temporary_loss_days), "actor": who}
    if situation.province.temporary_loss_counts_from is not CountsFrom.EFFECT:
        facts[COUNTS_FROM] = situation.province.temporary_loss_counts_from.value
    if answers.get("card_here"):
        facts["card_here"] = answers["card_here"]
    return facts | identity.facts(situation, answers, who=Actor.SELF, day=acting.today(situation))


def _lapse(situation: Situation) -> Text:
    days = situation.province.temporary_loss_days
    if situation.province.temporary_loss_counts_from is CountsFrom.ACCEPTANCE:
        return Text(f"受理后 {days} 天自动解除", f"Lapses {days} days after it was accepted")
    return Text(f"生效后 {days} 天自动解除", f"Lapses {days} days after it took effect")


def _period(situation: Situation) -> Text:
    """The period as a row says it: marked where the pack's number is only an example."""
    lapse, example = _lapse(situation), situation.province.temporary_loss_basis.example
    return Text(f"{lapse.zh}（示例）", f"{lapse.en} (example)") if example else lapse


def _rows(situation: Situation, answers: Answers) -> tuple[Row, ...]:
    here = (Row(Text("卡在场原因", "Card lies here"), loss.reason_of(answers, ())),) if answers.get("card_here") else ()
    return (
        *h.holder_rows(situation, answers),
        *identity.rows(situation, answers, who=Actor.SELF, day=acting.today(situation)),
        loss.scope_row(answers),
        *here,
        loss.effect_row(),
        Row(Text("期限", "Period"), _period(situation)),
        *paper.promise_rows(situation),
        *paper.fee_rows(situation),
    )


def _outcome(situation: Situation, answers: Answers) -> Outcome:
    return loss.outcome(situation, answers, title=TITLE)


def _confirmed(situation: Situation, answers: Answers, answer: Answer) -> Outcome:
    return loss.confirmed(situation, answers, answer, title=TITLE, after=_lapse(situation))


PROCEDURE = Procedure(
    id="temporary-loss",
    title=TITLE,
    hint=Text("先停用几天，到期自动解除", "Stops the card for some days"),
    key="F4",
    icon="player-pause",
    urgent=True,
    steps=(
        Step(
            id="confirm",
            title=Text("核对并提交", "Check and submit"),
            question=Text("临时挂失，请持卡人核对", "Temporary loss: the holder checks"),
            hint=Text("把屏幕转向持卡人，核对后提交", "Turn the screen to the holder, then submit"),
            fields=_fields,
            confirms=True,
        ),
    ),
    unlawful=_unlawful,
    changes=_changes,
    facts=_facts,
    rows=_rows,
    warnings=loss.warnings,
    pending=loss.pending,
    outcome=_outcome,
    confirmed=_confirmed,
    example={"scope": "both"},
    form_title=Text("社会保障卡挂失登记表", "Social security card: loss report form"),
)
