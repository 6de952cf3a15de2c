"""The tables of the practice platform, in SQLite's words; `practice.platform.postgres` says them in its own.

Refuses to hold a table twice: those of the versions in SCHEMA, those made wherever they are not there yet in BESIDE.
"""

from __future__ import annotations

VERSION = 4
PART = """CREATE TABLE part (operation_id TEXT NOT NULL, half TEXT NOT NULL, digest TEXT NOT NULL,
    answer TEXT NOT NULL, PRIMARY KEY (operation_id, half)) WITHOUT ROWID"""
CARD_VERSION = "ALTER TABLE card ADD COLUMN version INTEGER NOT NULL DEFAULT 1"
LIFE = "ALTER TABLE person ADD COLUMN life TEXT NOT NULL DEFAULT ''"
ORDERS = (
    """CREATE TABLE card_order (place INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, holder TEXT NOT NULL,
        batch TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, bank TEXT NOT NULL, outlet TEXT NOT NULL,
        ordered_at TEXT NOT NULL, begun_at TEXT NOT NULL, tries INTEGER NOT NULL, promised_on TEXT, replaces TEXT,
        card_number TEXT UNIQUE, keeps_account INTEGER NOT NULL, reason TEXT)""",
    "CREATE INDEX card_order_by_holder ON card_order (holder)",
    "CREATE INDEX card_order_by_state ON card_order (state, begun_at)",
)
SCHEMA = (
    PART,
    *ORDERS,
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE switch (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE person (number TEXT PRIMARY KEY, name TEXT NOT NULL, sex TEXT NOT NULL, birth_date TEXT,
        nation TEXT NOT NULL, mobile TEXT NOT NULL, life TEXT NOT NULL DEFAULT '') WITHOUT ROWID""",
    "CREATE INDEX person_by_name ON person (name)",
    """CREATE TABLE card (place INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, holder TEXT NOT NULL,
        identifier TEXT NOT NULL, state TEXT NOT NULL, issued_on TEXT, expires_on TEXT, loss_until TEXT,
        replaced INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1)""",
    "CREATE INDEX card_by_holder ON card (holder)",
    """CREATE TABLE account (card TEXT PRIMARY KEY, bank TEXT NOT NULL, tail TEXT NOT NULL, state TEXT NOT NULL,
        loss_until TEXT, account_class TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE answer (operation_id TEXT PRIMARY KEY, digest TEXT NOT NULL, operation TEXT NOT NULL,
        answer TEXT NOT NULL, holder TEXT, times INTEGER NOT NULL, answered_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE effect (id INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, card TEXT NOT NULL, half TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL, at TEXT NOT NULL)""",
)

_ATTACHMENTS = """CREATE TABLE IF NOT EXISTS attachment (digest TEXT PRIMARY KEY, body BLOB NOT NULL, at TEXT NOT NULL,
    operation_id TEXT) WITHOUT ROWID"""
_UPLOADS = """CREATE TABLE IF NOT EXISTS upload (counter TEXT NOT NULL, digest TEXT NOT NULL, length INTEGER NOT NULL,
    body BLOB NOT NULL, taken INTEGER NOT NULL, until TEXT NOT NULL, PRIMARY KEY (counter, digest)) WITHOUT ROWID"""
_CASES = """CREATE TABLE IF NOT EXISTS notice_case (number TEXT PRIMARY KEY, digest TEXT NOT NULL, body TEXT NOT NULL,
    kept_at TEXT NOT NULL, expires_on TEXT, taken_key TEXT, taken_at TEXT, taken_outlet TEXT, taken_window TEXT)
    WITHOUT ROWID"""

_RECKONED = (
    """CREATE TABLE IF NOT EXISTS reckoned (operation_id TEXT PRIMARY KEY, outlet TEXT NOT NULL,
        counter_window TEXT NOT NULL, day TEXT NOT NULL, procedure_name TEXT NOT NULL, verdict TEXT NOT NULL,
        code TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS reckoned_by_book ON reckoned (outlet, counter_window, day)",
)
ENROLMENT = (
    """CREATE TABLE IF NOT EXISTS counter_key (key_id TEXT PRIMARY KEY, counter TEXT NOT NULL, public TEXT NOT NULL,
        state TEXT NOT NULL, until TEXT NOT NULL, follows TEXT UNIQUE, kind TEXT NOT NULL, code TEXT NOT NULL,
        most INTEGER NOT NULL, enrolled_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS enrolment_code (digest TEXT PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL,
        most INTEGER NOT NULL, expires_at TEXT NOT NULL, used_by TEXT) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS nonce (key_id TEXT NOT NULL, nonce TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (key_id, nonce)) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS nonce_by_time ON nonce (at)",
    # Of keys enrolled before there was this table nobody knows for which window: they are told to nobody.
    """CREATE TABLE IF NOT EXISTS counter_place (key_id TEXT PRIMARY KEY, outlet TEXT NOT NULL,
        counter_window TEXT NOT NULL, ended_at TEXT) WITHOUT ROWID""",
)

CLERKS = (
    """CREATE TABLE IF NOT EXISTS clerk (number TEXT PRIMARY KEY, name TEXT NOT NULL, roles TEXT NOT NULL,
        outlets TEXT NOT NULL, bank TEXT NOT NULL, entrusted INTEGER NOT NULL, verifier TEXT NOT NULL,
        password_until TEXT) WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS clerk_person (number TEXT PRIMARY KEY, person TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS clerk_session (digest TEXT PRIMARY KEY, clerk TEXT NOT NULL, counter TEXT NOT NULL,
        until TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS sign_in_failure (whose TEXT PRIMARY KEY, failures INTEGER NOT NULL, shut TEXT,
        at TEXT NOT NULL) WITHOUT ROWID""",
)

FEED = (
    """CREATE TABLE IF NOT EXISTS feed (place INTEGER PRIMARY KEY, holder TEXT NOT NULL, kind TEXT NOT NULL,
        channel TEXT NOT NULL, at TEXT NOT NULL, told_at TEXT NOT NULL, source TEXT NOT NULL, card TEXT,
        operation_id TEXT)""",
    """CREATE TABLE IF NOT EXISTS residence (number TEXT PRIMARY KEY, outlet TEXT NOT NULL, township TEXT NOT NULL,
        city TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS feed_by_holder ON feed (holder)",
    "CREATE INDEX IF NOT EXISTS residence_by_outlet ON residence (outlet, number)",
    "CREATE INDEX IF NOT EXISTS residence_by_township ON residence (township, number)",
    "CREATE INDEX IF NOT EXISTS residence_by_city ON residence (city, number)",
    "CREATE INDEX IF NOT EXISTS card_by_loss ON card (loss_until)",
    "CREATE INDEX IF NOT EXISTS account_by_loss ON account (loss_until)",
)

LAST_WORD = (
    """CREATE TABLE IF NOT EXISTS last_word (operation_id TEXT PRIMARY KEY, answer TEXT NOT NULL, holder TEXT,
        told_at TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS last_word_by_time ON last_word (told_at)",
)

AUDIT_HEADS = (
    """CREATE TABLE IF NOT EXISTS audit_head (place INTEGER PRIMARY KEY, enrolment TEXT NOT NULL, outlet TEXT NOT NULL,
        counter_window TEXT NOT NULL, begins INTEGER NOT NULL, length INTEGER NOT NULL, link TEXT NOT NULL,
        marks TEXT NOT NULL, at TEXT NOT NULL, taken_at TEXT NOT NULL, key_id TEXT NOT NULL, signature TEXT NOT NULL,
        restored INTEGER NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS audit_head_by_chain ON audit_head (enrolment, outlet, counter_window)",
)

APPROVALS = (
    """CREATE TABLE IF NOT EXISTS approval (operation_id TEXT PRIMARY KEY, counter TEXT NOT NULL, digest TEXT NOT NULL,
        request TEXT NOT NULL, state TEXT NOT NULL, asked_at TEXT NOT NULL, until TEXT NOT NULL,
        decided_by TEXT NOT NULL, decided_at TEXT NOT NULL, words TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS approval_by_state ON approval (state, until)",
)

AGREEMENTS = (
    """CREATE TABLE IF NOT EXISTS agreement (operation_id TEXT NOT NULL, digest TEXT NOT NULL, clerk TEXT NOT NULL,
        counter TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (operation_id, digest, clerk)) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS counter_heard (counter TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL,
        PRIMARY KEY (counter, since)) WITHOUT ROWID""",
)

BESIDE = (
    *AGREEMENTS,
    *APPROVALS,
    *AUDIT_HEADS,
    *LAST_WORD,
    *ENROLMENT,
    *CLERKS,
    *FEED,
    *_RECKONED,
    _CASES,
    _ATTACHMENTS,
    _UPLOADS,
)
"""Beside the versions: made where it is not there yet (IF NOT EXISTS), and nothing else looks at it."""
