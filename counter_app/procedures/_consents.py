"""What the holder is told and asked of the use of personal data, as every procedure does: notices, questions, what is
kept and what the receipt says. A procedure declares its uses; the words and what each rests on stand in the pack.

Refuses to agree for anybody: nothing is filled in, an answer counts for exactly the words that were shown and for
whoever gave it, and other words, or somebody else acting, are asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from counter_app.domain.identity import age_on, birth_of
from counter_app.domain.procedure import Answers, Choice, Field, FieldKind, Procedure, Situation, Use
from counter_app.domain.province import Actor
from counter_app.domain.purposes import Purpose, PurposeText, RestsOn
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same
from counter_app.procedures import _acting as acting
from counter_app.procedures import _banks as banks
from counter_app.procedures import _picture as picture

PREFIX = "consent_"
"""Of the name of the question, and of the fact that keeps its answer."""
YES, NO = "yes", "no"
CHILD_UNDER = 14
"""Full years below which a parent or guardian agrees (个人信息保护法 art. 31)."""
AGREE, DISAGREE = Text("同意", "Agree"), Text("不同意", "Do not agree")
EXAMPLE = {PREFIX + Purpose.BANK.value: YES}
"""The answer that works, for the example of a procedure in which data go to a bank."""
_SAID = {YES: "agreed", NO: "declined"}


def name_of(purpose: Purpose) -> str:
    """The name of the question for that purpose."""
    return PREFIX + purpose.value


def _used(procedure: Procedure, situation: Situation, answers: Answers) -> Iterator[tuple[Use, PurposeText]]:
    """The uses that are made now, each with the very words of it."""
    for use in procedure.uses:
        words = situation.province.purposes.get(use.purpose)
        if words is not None and use.when(situation, answers):
            yield use, _with_bank(words, situation, use.bank(situation, answers))


def _with_bank(words: PurposeText, situation: Situation, code: str) -> PurposeText:
    bank = situation.province.bank(code)
    phone = same(bank.phone) if bank is not None else Text("见银行网点", "see the bank")
    return words.filled(bank=banks.name_of(situation, code), phone=phone) if code else words


def notices(procedure: Procedure, situation: Situation, answers: Answers) -> tuple[PurposeText, ...]:
    """What people are told and not asked, because it rests on the law."""
    return tuple(w for _use, w in _used(procedure, situation, answers) if w.rests_on is RestsOn.LAW)


def fields(procedure: Procedure, situation: Situation, answers: Answers) -> tuple[Field, ...]:
    """What the holder is asked, each with its words in full."""
    asked = [(use, w) for use, w in _used(procedure, situation, answers) if w.rests_on is not RestsOn.LAW]
    who = acting.acting(situation, answers)
    return tuple(_field(use, words, who, procedure) for use, words in asked)


def _field(use: Use, words: PurposeText, who: Actor, procedure: Procedure) -> Field:
    yes, no = _answer(YES, who, words), _answer(NO, who, words)
    needed = words.rests_on is RestsOn.CONSENT

    def check(answer: str) -> Text | None:
        return _without(words, procedure) if needed and answer == no else None

    return Field(
        name_of(words.purpose),
        words.title,
        FieldKind.CONSENT,
        choices=(Choice(yes, AGREE), Choice(no, DISAGREE)),
        note=Text(f"{words.text.zh}（{words.foot.zh}）", f"{words.text.en} ({words.foot.en})"),
        required=needed or use.asked,
        check=check,
        kept=lambda given: {YES: yes, NO: no}.get(given, given),
    )


def _answer(word: str, who: Actor, words: PurposeText) -> str:
    """An answer is bound to whoever gives it and to the words: 16 hex digits of their digest are enough to tell."""
    return f"{word}.{who.value}.{words.digest[:16]}"


def _without(words: PurposeText, procedure: Procedure) -> Text:
    way, title = words.way or same(""), procedure.title
    return Text(f"不同意就不能办{title.zh}：{way.zh}", f"Without it there is no {title.en.lower()}: {way.en}")


def agreed(purpose: Purpose, situation: Situation, answers: Answers) -> bool:
    """Whether it may be done: by the law, or because somebody has agreed."""
    words = situation.province.purposes.get(purpose)
    asked = words is not None and words.rests_on is not RestsOn.LAW
    return not asked or answers.get(name_of(purpose), "").startswith(f"{YES}.")


def facts(procedure: Procedure, situation: Situation, answers: Answers) -> Mapping[str, str]:
    """For each purpose what was said, of which version, the digest of the very words, and who said it: "agreed 2026.1
    <64 hex digits> self". `told` where nothing was asked; a voluntary one nobody answered is left out.
    """
    who = acting.acting(situation, answers).value
    said = {
        words.purpose: "told" if words.rests_on is RestsOn.LAW else _word(words, answers)
        for _use, words in _used(procedure, situation, answers)
    }
    shown = {words.purpose: words for _use, words in _used(procedure, situation, answers)}
    return {
        name_of(purpose): f"{word} {shown[purpose].version} {shown[purpose].digest} {who}"
        for purpose, word in said.items()
        if word
    }


def _word(words: PurposeText, answers: Answers) -> str:
    return _SAID.get(answers.get(name_of(words.purpose), "").partition(".")[0], "")


def rows(procedure: Procedure, situation: Situation, answers: Answers) -> tuple[Row, ...]:
    """What the receipt says of it: by which notice, and what was agreed to and what not."""
    used = [words for _use, words in _used(procedure, situation, answers)]
    told = [w for w in used if w.rests_on is RestsOn.LAW]
    yes = [w for w in used if w.rests_on is not RestsOn.LAW and _word(w, answers) == _SAID[YES]]
    no = [w for w in used if w.rests_on is not RestsOn.LAW and _word(w, answers) == _SAID[NO]]
    parts = [
        *(Text(f"按告知 {w.version} 处理", f"By notice {w.version}") for w in told),
        *(Text(f"同意{w.title.zh}（{w.version}）", f"agreed: {w.title.en} ({w.version})") for w in yes),
        *(Text(f"不同意{w.title.zh}", f"not agreed: {w.title.en}") for w in no),
    ]
    said = Text("；".join(p.zh for p in parts), "; ".join(p.en for p in parts))
    return (Row(Text("个人信息", "Personal data"), said),) if parts else ()


def child(situation: Situation, _answers: Answers) -> bool:
    """The holder is under 14."""
    born = birth_of(situation.person.holder)
    return born is not None and age_on(born, acting.today(situation)) < CHILD_UNDER


def given_to(bank: Callable[[Situation, Answers], str]) -> Use:
    """The data go to that bank, where there is one (code)."""
    return Use(Purpose.BANK, when=lambda situation, answers: bool(bank(situation, answers)), bank=bank)


SERVICE, CHILD = Use(Purpose.SERVICE), Use(Purpose.CHILD, when=child)
PHOTO = Use(Purpose.PHOTO, when=lambda _situation, answers: picture.is_taken(answers))
MESSAGES = Use(Purpose.MESSAGES, when=lambda _situation, answers: bool(answers.get("mobile")))
