"""What came of checking a paper by its signed code, as a page or a command shows it.

Refuses to check anything: `counter_app.desk.verifying` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.receipt import Receipt
from counter_app.domain.receipt_code import Said, Standing
from counter_app.domain.text import Text


class Verdict(StrEnum):
    """GENUINE: signed by an enrolled counter. VOID: genuine, and does not count any more. FALSE: not what a counter
    signed. UNKNOWN: nobody here knows the key, so it cannot be told.
    """

    GENUINE = "genuine"
    VOID = "void"
    FALSE = "false"
    UNKNOWN = "unknown"


_HEADLINES = {
    Verdict.GENUINE: Text("这张纸是真的", "This paper is genuine"),
    Verdict.VOID: Text("这张纸是真的，但已不作数", "This paper is genuine, but it no longer counts"),
    Verdict.FALSE: Text("这张纸不真", "This paper is not genuine"),
    Verdict.UNKNOWN: Text("在这里查不了真假", "It cannot be checked here"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it. `kind`: what the paper is, and about which procedure. `why` are sentences: the reason, then what
    was not checked or is to be minded. `receipt`: the record where it is here, with which the paper is to be compared.
    """

    verdict: Verdict
    said: Said
    kind: Text
    why: tuple[Text, ...]
    advice: Text
    receipt: Receipt | None = None

    @property
    def headline(self) -> Text:
        return _HEADLINES[self.verdict]

    @property
    def place(self) -> Text:
        outlet, window = self.said.place
        return Text(f"网点 {outlet} {window} 号窗口", f"outlet {outlet}, window {window}")

    @property
    def resumes(self) -> bool:
        """Whether it is a notice somebody may go on with."""
        return self.said.standing is Standing.NOTICE and self.verdict is not Verdict.FALSE
