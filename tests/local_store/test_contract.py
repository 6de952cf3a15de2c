"""The encrypted SQLite file keeps the contract of the port."""

from tests.contracts.store_contract import StoreContract


class TestEncryptedFile(StoreContract):
    """Every promise of the port, on a practice folder made for each test."""
