"""Files somebody brings or keeps: transfer files, pictures, settings, answers; what a scanner or a
hand types; and what this program left for itself where somebody else may have written since.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import partial
from io import StringIO
from pathlib import Path

from counter_app import enrolment, kept_sign_in, settings, ticket
from counter_app.clerks import Clerk, ClerkSession, Role
from counter_app.commands.work import _read_answers
from counter_app.domain import cells, identity, numbers, sealed_file, shares, signature
from counter_app.domain.case import case_number, is_case_number
from counter_app.domain.lockout import Lockout
from counter_app.domain.password import Password, weakness
from counter_app.domain.receipt import receipt_number, receipt_number_checks
from counter_app.domain.receipt_code import ReceiptCode, Said, Standing, looks_like_code, read_code
from counter_app.domain.sealed_file import Header
from counter_app.domain.shares import Share
from counter_app.domain.text import Text, same
from counter_app.enrolment import Enrolled, Grant, Kept, PrivateKey, Scope, ScopeKind
from counter_app.kept_sign_in import KeptSignIn
from local_store import backup_file, passphrase
from local_store.folder import MARK_NAME, Mark, mark_of
from sync.trust import trusted
from tests.faults.fuzz import Parser
from tests.parts.certificates import Authority
from tests.parts.pictures import drawn, saved

_NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
_DAY = _NOW.date()
_SMALL = (400, 500)


def files(place: Path) -> Iterator[Parser]:
    """A parser for each kind of file, and each entry this counter keeps. `place` is a folder for them."""
    private, public = signature.new_pair()

    def on_disk(name: str, parse: Callable[[Path], object], data: bytes) -> object:
        file = place / name
        file.write_bytes(data)
        return parse(file)

    yield Parser("picture", _pictures(), _picture)
    yield Parser("transfer file", [_work(private, public)], partial(_transfer, private, public))
    yield Parser(
        "roots of the platform", [Authority(place).with_revoked(7).read_bytes()], partial(on_disk, "r.pem", trusted)
    )
    yield Parser("settings", [_SETTINGS], partial(on_disk, settings.FILE_NAME, lambda file: settings.load(file.parent)))
    yield Parser("folder mark", [_MARK], partial(on_disk, MARK_NAME, _mark))
    yield Parser("answers file", [_ANSWERS], partial(on_disk, "answers.json", lambda file: _read_answers(str(file))))
    yield Parser("backup", [_backup(place)], partial(on_disk, "b.backup", _look))
    yield Parser("passphrase box", [_BOX], partial(on_disk, passphrase.SEALED_NAME, passphrase._read))  # noqa: SLF001
    yield Parser("cell", [b"=1+1", "＝cmd|' /C calc'!A0".encode(), b"\t@SUM(A1)", "张敏".encode()], _cell)
    yield Parser(
        "new password", [b"guitai-ribao-26", "窗口 P@ssw0rd".encode(), b"(4!3$7|9"], _new_password, also=(ValueError,)
    )
    yield Parser("typed number", _TYPED, _typed)
    code = _code(private, public)
    yield Parser("signed code", [code.text.encode(), code.text.lower().encode()], partial(_signed_code, code, public))
    yield Parser("recovery share", [_SHARE], _share)
    yield from _entries(private, public)


class Held(dict[str, str]):
    """Entries as the keyring holds them."""

    def put(self, name: str, value: str) -> None:
        self[name] = value

    def describe(self) -> Text:
        return same("memory")


def _entries(private: bytes, public: bytes) -> Iterator[Parser]:
    clerk = Clerk("0317", "张敏", (Role.CLERK,), ("439901",), "", False, "P0317")
    held = Held()
    ticket.keep(held, ClerkSession(clerk, _NOW, _NOW, _NOW, "secret"))
    kept_sign_in.write(held, KeptSignIn(clerk, "$argon2id$v=19$x", _NOW, 7, _NOW, Lockout(0, None)))
    grant = Grant("C-1", _NOW, Scope(ScopeKind.OUTLET, "439901"))
    enrolment.keep(held, Kept(Enrolled(PrivateKey("C-1", private, public), grant, since=_NOW)))
    ways: dict[str, Callable[[Held], object]] = {
        ticket.NAME: ticket.read,
        f"{kept_sign_in.NAME}/0317": lambda entries: kept_sign_in.read(entries, "0317"),
        enrolment.NAME: enrolment.read,
    }
    for name, way in ways.items():
        yield Parser(f"entry {name.partition('/')[0]}", [held[name].encode()], partial(_entry, name, way))


def _entry(name: str, way: Callable[[Held], object], data: bytes) -> object:
    return way(Held({name: data.decode("utf-8", errors="replace")}))


def _pictures() -> list[bytes]:
    image = drawn(_SMALL)
    return [
        saved(image),
        saved(image, "PNG"),
        saved(image.convert("P"), "PNG"),
        saved(image, "GIF"),
        saved(image, "TIFF"),
    ]


def _picture(data: bytes) -> object:
    from counter_app.desk.card_photo import card_photo
    from counter_app.domain.photo import MOST_BYTES

    taken = card_photo(data)
    assert len(taken.body) <= MOST_BYTES * 2, "more came out than a card takes"
    return taken


def _work(private: bytes, public: bytes) -> bytes:
    header = Header(
        kind=sealed_file.WORK,
        counter="C-1",
        signed_with="0" * 16,
        sealed_for=signature.name_of(public),
        made_at=_NOW,
        serial=1,
        count=1,
    )
    sign = partial(signature.sign, private, public)
    return sealed_file.seal(b'{"operations": []}', header=header, reader=public, sign=sign)


def _transfer(private: bytes, public: bytes, data: bytes) -> object:
    found = sealed_file.read(data, kind=sealed_file.WORK)
    if found.is_signed_by(public):
        assert found.opened(private) == b'{"operations": []}', "a changed file passed for the signed one"
        return found
    return found.opened(private)


def _mark(file: Path) -> object:
    mark = mark_of(file.parent)
    return mark is not None and mark.fits("0" * 64)


def _look(file: Path) -> object:
    found = backup_file.look(file, folder="f" * 32, store_key="0" * 64, whole=True)
    return found.state


def _backup(place: Path) -> bytes:
    """A body that is no database, and what a backup would say of it."""
    file = place / "seed"
    file.write_bytes(b"body" * 40)
    tree = {
        "folder": "f" * 32, "outlet": "439901", "window": "01", "made_at": _NOW.isoformat(), "schema": "0016",
        "operations": 1, "receipts": 1, "entries": 1, "last_receipt": "", "chains": [], "whole": True, "size": 160,
        "digest": "0" * 64, "salt": "0" * 64, "mark": "{}",
    }  # fmt: skip
    said = json.dumps(tree).encode()
    return file.read_bytes() + said + len(said).to_bytes(8, "big") + bytes(32) + backup_file.MAGIC


def _typed(data: bytes) -> object:
    text = data.decode("utf-8", errors="replace")
    tidy = numbers.tidy(text)
    for mask in (numbers.mask_identity, numbers.mask_card, numbers.mask_mobile, numbers.mask_tail):
        mask(tidy)
    identity.number_fault(tidy, today=_DAY)
    numbers.birth_date_of(tidy)
    numbers.card_number_checks(tidy)
    return receipt_number_checks(text), is_case_number(text), identity.kinds_of(tidy, today=_DAY)


def _code(private: bytes, public: bytes) -> ReceiptCode:
    number, kind = receipt_number("439901", "01", _DAY, 7), "temporary-loss"
    said = Said(number, _NOW, Standing.RECEIPT, kind, signature.name_of(public), "ab" * 16)
    return ReceiptCode(said, signature.raw_of(signature.sign(private, public, said.message)))


def _signed_code(good: ReceiptCode, public: bytes, data: bytes) -> object:
    """What reads as a code and bears a signature that holds is the one that was signed."""
    text = data.decode("utf-8", errors="replace")
    looks_like_code(text)
    code = read_code(text)
    if signature.holds(public, code.said.message, signature.der_of(code.signature)):
        assert code == good, "another code passed for the signed one"
    return code


def _new_password(data: bytes) -> object:
    return weakness(
        Password(data.decode("utf-8", errors="replace")), clerk="0317", known=("张敏", "zhangmin", "439901")
    )


def _cell(data: bytes) -> object:
    """What comes back out of the file is no formula, in either way of writing a full-width form."""
    out = StringIO()
    csv.writer(out).writerow([cells.harmless(data.decode("utf-8", errors="replace"))])
    (row,) = csv.reader(StringIO(out.getvalue()))
    begins = unicodedata.normalize("NFKC", row[0].strip())[:1]
    assert begins not in {"=", "+", "-", "@"}, "a formula came through"
    return row


def _share(data: bytes) -> object:
    return shares.share_of(data.decode("utf-8", errors="replace").split("\n"))


_SETTINGS = (
    b'province = "hunan"\nwindow = "02"\n[platform]\nurl = "https://ssc.example"\ntimeout = 5.5\n'
    b'[readers]\npsam_key = "01"\n'
)
_MARK = json.dumps(asdict(Mark("practice", "0" * 32, "file", "ab", "cd", "2026-11-20T01:00:00Z"))).encode()
_ANSWERS = b'{"holder": {"number": "439901198001010017"}, "answers": {"mobile": "13900000046"}}'
_TYPED = [
    b"439901198001010017",
    b"B00000019",
    "４３９９０１１９８００１０１００１７".encode(),
    receipt_number("439901", "01", date(2026, 11, 21), 1).encode(),
    case_number("439901", "01", date(2026, 11, 21), 3).encode(),
]
_BOX = json.dumps(asdict(passphrase.Box("f", "0" * 32, 1, 8, 1, "00", "00", "00"))).encode()
_SHARE = "\n".join(shares.lines_of(Share(b"f" * 8, b"t" * 5, 1, bytes(32)))).encode()
