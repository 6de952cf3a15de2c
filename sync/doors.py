"""All doors of the platform but those that `sync.client` has itself, in one name."""

from __future__ import annotations

from sync.again_doors import AgainDoors
from sync.approval_doors import ApprovalDoors
from sync.attachment_door import AttachmentDoor
from sync.audit_doors import AuditDoors
from sync.case_doors import CaseDoors
from sync.clerk_doors import ClerkDoors
from sync.enrolment_doors import EnrolmentDoors
from sync.feed_doors import FeedDoors
from sync.reconciling import ReconcilingDoors
from sync.reference_doors import ReferenceDoors
from sync.transfer_doors import TransferDoors


class Doors(
    AgainDoors,
    ApprovalDoors,
    AttachmentDoor,
    AuditDoors,
    CaseDoors,
    ClerkDoors,
    EnrolmentDoors,
    FeedDoors,
    ReconcilingDoors,
    ReferenceDoors,
    TransferDoors,
):
    """Each in a file of its own."""
