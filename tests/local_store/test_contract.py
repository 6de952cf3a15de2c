"""The encrypted SQLite file keeps the contract of the port."""

from tests.contracts.case_contract import CaseContract
from tests.contracts.contact_contract import ContactContract
from tests.contracts.following_contract import FollowingContract
from tests.contracts.picture_contract import PictureContract
from tests.contracts.settlement_contract import SettlementContract
from tests.contracts.store_contract import StoreContract
from tests.contracts.visit_contract import VisitContract
from tests.contracts.withdrawal_contract import WithdrawalContract


class TestEncryptedFile(
    StoreContract,
    WithdrawalContract,
    FollowingContract,
    CaseContract,
    PictureContract,
    ContactContract,
    SettlementContract,
    VisitContract,
):
    """Every promise of the port, on a practice folder made for each test."""
