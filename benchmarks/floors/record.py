"""The floor of `Store.record`: the same reads, rows, indexes and pragmas, the library alone, one connection.

Usage: record.py FILE ROUNDS. Prints the milliseconds of each transaction, one a line.
"""

import os
import sys
import time

import sqlcipher3.dbapi2 as sqlcipher

TABLES = """
CREATE TABLE IF NOT EXISTS operations (id VARCHAR NOT NULL PRIMARY KEY, a, accepted_at, b, c, d, e, f, g, h, i,
 holder_number, j, card_number, l, m, n); CREATE INDEX IF NOT EXISTS o1 ON operations (holder_number);
CREATE INDEX IF NOT EXISTS o2 ON operations (accepted_at);
CREATE INDEX IF NOT EXISTS o4 ON operations (card_number);
CREATE TABLE IF NOT EXISTS outbox ("order" INTEGER PRIMARY KEY, operation_id VARCHAR NOT NULL UNIQUE REFERENCES
 operations (id), state, since, a, b, c, urgent); CREATE INDEX IF NOT EXISTS o3 ON outbox (state, urgent, "order");
CREATE TABLE IF NOT EXISTS receipts (number VARCHAR NOT NULL PRIMARY KEY, operation_id VARCHAR NOT NULL UNIQUE
 REFERENCES operations (id), outlet, window, day, serial, a, b, body, c, d, UNIQUE (outlet, window, day, serial));
CREATE TABLE IF NOT EXISTS audit (id INTEGER PRIMARY KEY, outlet, window, serial, a, b, c, d, e, f, g, h, i, j, k,
 UNIQUE (outlet, window, serial));
CREATE TABLE IF NOT EXISTS chains (outlet, window, length, head, PRIMARY KEY (outlet, window));
CREATE TABLE IF NOT EXISTS visits (id VARCHAR NOT NULL PRIMARY KEY, opened_at, state, body);
INSERT OR IGNORE INTO chains VALUES ('439901', '01', 0, ''); INSERT OR IGNORE INTO visits VALUES ('v', '', '', '');
"""
AT, HASH, SALT, BODY = "2026-03-18T04:00:00.000000+00:00", "h" * 64, "s" * 32, "b" * 2000
DAY = ("439901", "01", "2026-03-18")


def record(connection: sqlcipher.Connection, name: str) -> None:
    """One transaction."""
    run = connection.execute
    run("BEGIN IMMEDIATE")
    run("SELECT number, operation_id, a, b, body FROM receipts WHERE operation_id = ?", (name,)).fetchone()
    top = run("SELECT max(serial) FROM receipts WHERE outlet = ? AND window = ? AND day = ?", DAY).fetchone()[0] or 0
    facts = ("43990119800101001X", "林晓岚", "T00000019", '{"mobile":"13900001234"}', SALT, HASH)
    work = (name, "temporary_loss", AT, "1001", "439901", "01", "hunan", "2026.3", '{"ssc":"4"}', "[]", True, *facts)
    run(f"INSERT INTO operations VALUES ({','.join('?' * 17)})", work)
    run("INSERT INTO outbox (operation_id, state, since, urgent) VALUES (?, ?, ?, ?)", (name, "waiting", AT, True))
    receipt = (f"439901-01-260318-{top + 1:04d}-0", name, *DAY, top + 1, AT, False, BODY, SALT, HASH)
    run(f"INSERT INTO receipts VALUES ({','.join('?' * 11)})", receipt)
    length, head = run("SELECT length, head FROM chains WHERE outlet = ? AND window = ?", DAY[:2]).fetchone()
    entry = (*DAY[:2], length + 1, "operation", AT, "1001", name, name, HASH, '{"n":"林晓岚"}', SALT, HASH, head, HASH)
    run(f"INSERT INTO audit VALUES (NULL, {','.join('?' * 14)})", entry)
    run("UPDATE chains SET length = ?, head = ? WHERE outlet = ? AND window = ?", (length + 1, HASH, *DAY[:2]))
    run("UPDATE visits SET state = ? WHERE id = ?", ("recorded", "v"))
    run("COMMIT")


db = sqlcipher.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA key = \"x'" + "ab" * 32 + "'\"")
db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;" + TABLES)
for _ in range(int(sys.argv[2])):
    fresh, begun = os.urandom(18).hex(), time.perf_counter()
    record(db, fresh)
    print((time.perf_counter() - begun) * 1000)
