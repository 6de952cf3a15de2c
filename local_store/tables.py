"""The tables of one counter, in SQL that PostgreSQL also speaks.

Mirror of the platform: holders, cards (written from its words only). Written by the clerk's acts: operations, outbox,
receipts, audit. Visits, the line and the folder's mark have tables of their own. Columns named in `ERASABLE` hold
personal facts and the salt of their digest: both may be set to NULL later and every chain stays whole. Moments are
UTC text that sorts as time does.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()

# Code point order everywhere, so that "begins with" may be a range of the index.
_TEXT = String().with_variant(String(collation="C"), "postgresql")

meta = Table("meta", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))

operations = Table(
    "operations",
    metadata,
    Column("id", String, primary_key=True),
    Column("procedure", String, nullable=False),
    Column("accepted_at", String, nullable=False),
    Column("clerk", String, nullable=False),
    Column("outlet", String, nullable=False),
    Column("window", String, nullable=False),
    Column("province", String, nullable=False),
    Column("pack", String, nullable=False),
    Column("changes", String, nullable=False),
    Column("basis", String, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("holder_number", String),
    Column("holder_name", String),
    Column("card_number", String),
    Column("facts", String),
    Column("salt", String),
    Column("digest", String, nullable=False),
    Index("ix_operations_holder_number", "holder_number"),
    Index("ix_operations_card_number", "card_number"),
    Index("ix_operations_accepted_at", "accepted_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("order", Integer, primary_key=True, autoincrement=True),
    Column("operation_id", ForeignKey("operations.id"), nullable=False, unique=True),
    Column("state", String, nullable=False),
    Column("since", String, nullable=False),
    Column("answer", String),
    Column("settlement", String),
    Column("settled_reason", String),
    Column("sent_at", String),
    Column("carried", Integer),
    # As the operation's, beside the state: what goes next is found by one index, however much waits.
    Column("urgent", Boolean, nullable=False, server_default="0"),
    Index("ix_outbox_next", "state", "urgent", "order"),
)

transfers = Table(
    "transfers",
    metadata,
    Column("serial", Integer, primary_key=True, autoincrement=True),
    Column("made_at", String, nullable=False),
    Column("operations", Integer, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("number", String, primary_key=True),
    Column("operation_id", ForeignKey("operations.id"), nullable=False, unique=True),
    Column("outlet", String, nullable=False),
    Column("window", String, nullable=False),
    Column("day", String, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("issued_at", String, nullable=False),
    Column("void", Boolean, nullable=False),
    Column("body", String),
    Column("salt", String),
    Column("digest", String, nullable=False),
    UniqueConstraint("outlet", "window", "day", "serial", name="uq_receipts_serial"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("outlet", String, nullable=False),
    Column("window", String, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("what", String, nullable=False),
    Column("at", String, nullable=False),
    Column("clerk", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("operation_id", String, nullable=False),
    Column("covers", String, nullable=False),
    Column("facts", String),
    Column("salt", String),
    Column("digest", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("link", String, nullable=False),
    UniqueConstraint("outlet", "window", "serial", name="uq_audit_serial"),
)

chains = Table(
    "chains",
    metadata,
    Column("outlet", String, primary_key=True),
    Column("window", String, primary_key=True),
    Column("length", Integer, nullable=False),
    Column("head", String, nullable=False),
)

audit_people = Table(
    "audit_people",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("audit_id", Integer, ForeignKey("audit.id"), nullable=False),
    Column("digest", String),
    Index("ix_audit_people_digest", "digest"),
    Index("ix_audit_people_audit_id", "audit_id"),
)

anchors = Table(
    "anchors",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("outlet", String, nullable=False),
    Column("window", String, nullable=False),
    Column("length", Integer, nullable=False),
    Column("link", String, nullable=False),
    Column("at", String, nullable=False),
    Column("taken_at", String, nullable=False),
    UniqueConstraint("outlet", "window", "length", "link", name="uq_anchors_head"),
)

visits = Table(
    "visits",
    metadata,
    Column("id", String, primary_key=True),
    Column("opened_at", String, nullable=False),
    Column("state", String, nullable=False),
    Column("body", String, nullable=False),
)

holders = Table(
    "holders",
    metadata,
    Column("number", _TEXT, primary_key=True),
    Column("name", _TEXT, nullable=False),
    Column("initials", _TEXT, nullable=False),
    Column("sex", String, nullable=False),
    Column("birth_date", String),
    Column("nation", String, nullable=False),
    Column("mobile", String, nullable=False),
    Column("as_of", String, nullable=False),
    Column("life", String, nullable=False, server_default=""),
    Column("orders", String, nullable=False, server_default=""),
    Column("making", String),
    Index("ix_holders_making", "making"),
    Index("ix_holders_name", "name"),
    Index("ix_holders_initials", "initials"),
)

cards = Table(
    "cards",
    metadata,
    Column("number", _TEXT, primary_key=True),
    Column("holder_number", ForeignKey("holders.number"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("body", String, nullable=False),
    Column("loss_until", String),
    Index("ix_cards_holder_number", "holder_number"),
    Index("ix_cards_loss_until", "loss_until"),
)

cases = Table(
    "cases",
    metadata,
    Column("number", String, primary_key=True),
    Column("outlet", String, nullable=False),
    Column("window", String, nullable=False),
    Column("day", String, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("made_at", String, nullable=False),
    Column("resumed_at", String),
    Column("body", String),
    Column("given_here", Boolean, nullable=False, server_default="1"),
    Column("key", String),
    Column("sending", String, nullable=False, server_default="waiting"),
    Column("taking", String, nullable=False, server_default=""),
    Column("resumed_by", String, nullable=False, server_default=""),
    Index("ix_cases_made_at", "made_at"),
    UniqueConstraint("outlet", "window", "day", "serial", name="uq_cases_serial"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("visit_id", String, nullable=False),
    Column("operation_id", ForeignKey("operations.id")),
    Column("digest", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary),
    Index("ix_attachments_visit_id", "visit_id"),
    Index("ix_attachments_operation_id", "operation_id"),
)

settlements = Table(
    "settlements",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("operation_id", ForeignKey("operations.id"), nullable=False),
    Column("way", String, nullable=False),
    Column("choice", String, nullable=False),
    Column("code", String, nullable=False),
    Column("at", String, nullable=False),
    Column("clerk", String, nullable=False),
    Column("outlet", String, nullable=False),
    Column("window", String, nullable=False),
    Column("day", String, nullable=False),
    Column("serial", Integer),
    Column("number", String, unique=True),
    Column("replaced_by", ForeignKey("operations.id")),
    Column("reason", String),
    Column("body", String),
    Column("salt", String),
    Column("digest", String, nullable=False),
    Index("ix_settlements_operation_id", "operation_id"),
    UniqueConstraint("outlet", "window", "day", "serial", name="uq_settlements_serial"),
)

trials = Table(
    "trials",
    metadata,
    Column("operation_id", ForeignKey("operations.id"), primary_key=True),
    Column("why", String, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("since", String, nullable=False),
    Column("until", String, nullable=False),
    Column("others_passed", Boolean, nullable=False),
)

reconciliations = Table(
    "reconciliations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("outlet", String, nullable=False),
    Column("window", String, nullable=False),
    Column("day", String, nullable=False),
    Column("at", String, nullable=False),
    Column("clerk", String, nullable=False),
    Column("works", Integer, nullable=False),
    Column("under_way", String, nullable=False),
    Column("to_settle", Integer, nullable=False),
    Column("differences", String, nullable=False),
    Column("outcome", String, nullable=False),
    Index("ix_reconciliations_day", "day"),
)

reopened = Table(
    "reopened",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("operation_id", ForeignKey("operations.id"), nullable=False),
    Column("at", String, nullable=False),
    Column("clerk", String, nullable=False),
    Column("state", String, nullable=False),
    Column("answer", String),
    Column("settlement", String),
    Column("settled_reason", String),
    # The serial of the last file that had left by then: answers to it and to those before it are of before.
    Column("files", Integer, nullable=False, server_default="0"),
    Index("ix_reopened_operation_id", "operation_id"),
)

feed = Table(
    "feed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("code", String, nullable=False),
    Column("limit", Integer, nullable=False),
    Column("run", Integer, nullable=False),
    Column("cursor", String, nullable=False),
    Column("next", String),
    Column("heard_at", String),
    Column("trouble", String),
)

scope_members = Table(
    "scope_members",
    metadata,
    Column("number", _TEXT, primary_key=True),
    Column("run", Integer, nullable=False),
)

heard = Table(
    "heard",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("holder_number", String),
    Column("kind", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("at", String, nullable=False),
    Column("source", String, nullable=False),
    Column("card_number", String),
    Column("operation_id", String, nullable=False),
    Column("heard_at", String, nullable=False),
    Index("ix_heard_holder_number", "holder_number"),
)

restorations = Table(
    "restorations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("backup_made_at", String, nullable=False),
    Column("clerk", String, nullable=False),
    Column("from_day", String, nullable=False),
    Column("to_day", String, nullable=False),
    Column("asked_at", String),
)

print_jobs = Table(
    "print_jobs",
    metadata,
    Column("order", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("bilingual", Boolean, nullable=False),
    Column("role", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String),
    Column("spooled", String, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("clerk", String, nullable=False),
    Column("queued_at", String, nullable=False),
    Column("changed_at", String, nullable=False),
    Index("ix_print_jobs_closed", "closed", "order"),
    Index("ix_print_jobs_key", "key"),
)

receipt_codes = Table(
    "receipt_codes",
    metadata,
    Column("number", String, primary_key=True),
    Column("text", String),
    Column("public", String, nullable=False),
    Column("made_at", String, nullable=False),
)

line = Table("line", metadata, Column("id", Integer, primary_key=True), Column("body", String, nullable=False))

ERASABLE = {
    "operations": ("holder_number", "holder_name", "card_number", "facts", "salt"),
    "outbox": ("answer", "settled_reason"),
    "receipts": ("body", "salt"),
    "receipt_codes": ("text",),
    "audit": ("facts", "salt"),
    "audit_people": ("digest",),
    "cases": ("body",),
    "attachments": ("body",),
    "heard": ("holder_number", "card_number"),
    "reopened": ("answer", "settled_reason"),
    "settlements": ("reason", "body", "salt"),
}
"""Columns that hold personal facts; whoever erases sets all of a row to NULL together."""
