"""What can be wrong with the audit trail, in words. Stable codes stand in `AuditReport.fault`.

Refuses to judge: the store walks the chain.
"""

from __future__ import annotations

from enum import StrEnum

from counter_app.domain.text import Text


class AuditFault(StrEnum):
    """The first thing found wrong. `AuditReport.broken_at` is the number of the entry in its chain."""

    REMOVED = "removed"
    DISPLACED = "displaced"
    EDITED = "edited"
    FACTS = "facts"
    CUT = "cut"
    WORK = "work"
    UNNAMED = "unnamed"
    RECEIPTS = "receipts"
    FATE = "fate"
    ERASED = "erased"
    HIDDEN = "hidden"
    REWRITTEN = "rewritten"
    RESTORED = "restored"

    @property
    def words(self) -> Text:
        """One sentence for people."""
        return _WORDS[self]


_WORDS = {
    AuditFault.REMOVED: Text("这一条被删去", "This entry was removed"),
    AuditFault.DISPLACED: Text("这一条不接前一条", "This entry does not follow the one before it"),
    AuditFault.EDITED: Text("这一条被改动", "This entry was changed"),
    AuditFault.FACTS: Text("这一条的个人信息与摘要不符", "The personal facts of this entry do not fit their digest"),
    AuditFault.CUT: Text("末尾被截去，从这一条起缺失", "The end was cut off, entries from this one on are missing"),
    AuditFault.WORK: Text(
        "这一条所记的业务或回执被改动或删去", "The operation or receipt of this entry was changed or removed"
    ),
    AuditFault.UNNAMED: Text("有业务没有审计记录，应在这一条", "An operation has no entry; it should be this one"),
    AuditFault.RECEIPTS: Text("回执号在这一条处断号", "Receipt numbers have a gap at this entry"),
    AuditFault.FATE: Text(
        "这一条所记的业务，结果与审计记录不符", "The operation of this entry stands otherwise than the trail tells"
    ),
    AuditFault.ERASED: Text(
        "这一条的个人信息未到期就被抹去", "Personal facts of this entry were erased before their time"
    ),
    AuditFault.HIDDEN: Text(
        "这一条按人查不到，索引被改动", "This entry is not found by its person: the index was changed"
    ),
    AuditFault.REWRITTEN: Text(
        "从这一条起与省平台收存的链头不符，记录被整体改写",
        "From this entry on the trail is not the one whose head the platform has: it was written anew",
    ),
    AuditFault.RESTORED: Text("这一条起是从备份恢复的", "From this entry on it was brought back from a backup"),
}
