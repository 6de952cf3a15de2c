"""Whether an answer is whole: it must speak of exactly the halves the operation asked for. Pure.

Refuses to guess what a half-said answer might have meant: such an operation stays in flight and is asked about again.
"""

from __future__ import annotations

from counter_app.domain.operation import Answer, Operation, Verdict


def is_whole(answer: Answer, operation: Operation) -> bool:
    """True when the answer keeps the contract (`Answer` in docs/platform.openapi.yaml) for this operation.

    Accepted: every half asked for, each accepted. Refused: no half named, which refuses all, or every half decided and
    at least one refused. Put off: at least one half asked for is not decided yet.
    """
    verdicts = {half.half: half.verdict for half in answer.halves}
    asked, said = set(operation.changes), set(verdicts.values())
    if not set(verdicts) <= asked or not _about_this(answer, operation):
        return False
    if answer.verdict is Verdict.NOT_NOW:
        decided = {half for half, verdict in verdicts.items() if verdict is not Verdict.NOT_NOW}
        return not asked or decided != asked
    if answer.verdict is Verdict.REFUSED and not verdicts:
        return True
    wanted = {Verdict.ACCEPTED} if answer.verdict is Verdict.ACCEPTED else {Verdict.ACCEPTED, Verdict.REFUSED}
    return set(verdicts) == asked and said <= wanted and (answer.verdict is Verdict.ACCEPTED or Verdict.REFUSED in said)


def _about_this(answer: Answer, operation: Operation) -> bool:
    """True when an accepted half stands in the state that was asked for, and the person is the operation's holder.

    Anything else would be told as done though it is not, or would change what is known of somebody else.
    """
    reached = all(
        half.state == operation.changes[half.half] for half in answer.halves if half.verdict is Verdict.ACCEPTED
    )
    return reached and (answer.person is None or answer.person.holder.number == operation.holder_number)
