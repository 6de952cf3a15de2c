"""How the identity of whoever stands at the window was checked: a document read at this desk, or seen by the clerk.

The same words wherever it is asked and told: procedures, the page of the PIN, receipts. Refuses to fill anything in:
what a clerk says to have seen is said by the clerk, anew for each visit.
"""

from __future__ import annotations

from enum import StrEnum

from counter_app.domain.text import Text


class IdentityCheck(StrEnum):
    """How it was checked: DOCUMENT read by machine · CARD_CHIP the holder's own social security card, where the pack
    takes it as evidence · CARD_SEEN, OTHER_SEEN by a clerk's eyes · NOT_ASKED by the rules.
    """

    DOCUMENT = "document"
    CARD_CHIP = "card-chip"
    CARD_SEEN = "card-seen"
    OTHER_SEEN = "other-seen"
    NOT_ASKED = "none"


HOLDER_SAYS, ACTOR_SAYS = "identity_checked", "actor_checked"
"""Names of the two answers: of the holder's own document, and of that of whoever acts for the holder."""
HOLDER = Text("本人", "the holder")
_READ = {
    IdentityCheck.DOCUMENT.value: Text("已在本窗口读取证件", "A document was read at this window"),
    IdentityCheck.CARD_CHIP.value: Text("社会保障卡（读芯片）", "The social security card, its chip read"),
}
NOT_SAID = Text("未选", "Not chosen")


def seen_by_clerk(whose: Text = HOLDER) -> tuple[tuple[str, Text], ...]:
    """The ways a clerk may have seen who `whose` is, by id, where no document was read by machine."""
    card = Text(f"看过{whose.zh}身份证原件，读卡器读不了", "Identity card seen, not readable here")
    other = Text(f"看过{whose.zh}其他有效证件原件", "Another valid document seen")
    return ((IdentityCheck.CARD_SEEN.value, card), (IdentityCheck.OTHER_SEEN.value, other))


def words_of(said: str, whose: Text = HOLDER) -> Text:
    """How it was checked, in words; NOT_SAID for what says nothing."""
    return _READ.get(said) or dict(seen_by_clerk(whose)).get(said, NOT_SAID)
