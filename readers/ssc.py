"""Reads the social security chip: selects its environment (SSSE), takes EF05 and EF06, tells who the holder is.

LD/T 32.3 (files, selection), 32.4 (security), 32.5 (commands). Refuses to mix: both files are of one place on one card,
and no file is put together from what was read before authentication and what was read after it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from counter_app.domain.card import ChipData
from counter_app.domain.chip_errors import AuthenticationRefused
from counter_app.domain.errors import CardDamaged, CardSaid, NeedsAuthentication, WrongCard
from counter_app.domain.text import Text, same
from readers import layout
from readers.apdu import Allowance, Channel, select_application
from readers.authentication import WORDS, AskingCard, Authenticate
from readers.chip import Chip
from readers.layout import EF05, EF06, ElementaryFile, Item
from readers.traits import algorithm_of, traits_of
from readers.ways import FileReader

SSSE = "sx1.sh.社会保障".encode("gbk")
MOST_COMMANDS = 120  # for one reading, whatever the card says; those of authentication itself not counted

# SELECT by name failed because no such application is there, or because the card knows no such command.
_NOT_THIS_CARD = frozenset(
    (0x6A82, 0x6A80, 0x6A81, 0x6A86, 0x6A87, 0x6A88, 0x6B00, 0x6D00, 0x6E00, 0x6700, 0x6881, 0x6900, 0x6985, 0x6986,
     0x6999, 0x9400, 0x9404)
)  # fmt: skip


def read_chip(
    channel: Channel, *, today: date, atr: str = "", reader: str = "", authenticate: Authenticate | None = None
) -> ChipData:
    """Everything EF05 and EF06 say, in as few commands as the card allows, `MOST_COMMANDS` at most.

    `today` bounds the birth date in the number; `atr` (hex) and `reader` are handed on. `authenticate` is called at
    most once, with the environment selected, when the card refuses a file for want of authentication, or is of
    generation 3 and keeps number, name or card number blank; then what is needed is read again. Raises WrongCard,
    CardDamaged, NeedsAuthentication, CardSaid, and whatever the channel and `authenticate` raise.
    """
    return _Reading(channel, atr, authenticate).chip().data(today=today, atr=atr, reader=reader)


def select_environment(channel: Channel, *, fetch: bool = True) -> bytes:
    """SELECT the SSSE by its AID; its FCI, which `fetch` False leaves on a card that does not give it unasked.

    Raises WrongCard when the card has none, NeedsAuthentication, CardSaid.
    """
    answer = select_application(channel, SSSE, fetch=fetch)
    if answer.good:
        return answer.data
    if answer.sw == 0x6982:
        raise NeedsAuthentication
    if answer.sw in _NOT_THIS_CARD:
        raise WrongCard(sw=f"{answer.sw:04X}")
    raise CardSaid(sw=f"{answer.sw:04X}")


class _Reading:
    """One card, from its selection on."""

    def __init__(self, channel: Channel, atr: str, authenticate: Authenticate | None) -> None:
        self._channel = channel
        self._line = Allowance(channel, MOST_COMMANDS)
        self._atr = atr
        self._authenticate = authenticate
        self._by = ""
        self._values: dict[int, bytes] = {}
        self._fci = select_environment(self._line, fetch=False)
        self._files = FileReader(self._line, traits_of(atr))

    def chip(self) -> Chip:
        """Both files of one card. Raises as `read_chip`."""
        self._take(EF05)
        placed = self._files.under_root
        self._take(EF06, without=(layout.NAME_MORE,) if self._now.generation == "1" else ())
        if self._files.under_root != placed:
            self._make_sure_of_one_place()
        if self._now.generation == "3" and (veiled := [file for file in (EF05, EF06) if self._blank(file)]):
            if not self._by:
                self._open(NeedsAuthentication())
            for file in veiled:
                self._take(file)
        return self._now

    @property
    def _now(self) -> Chip:
        """What has been read so far."""
        return Chip(dict(self._values), self._by)

    def _take(self, file: ElementaryFile, *, without: Collection[Item] = ()) -> None:
        try:
            values = self._files.read(file, without=without)
        except NeedsAuthentication as error:
            if self._by:
                raise self._in_vain() from error
            self._open(error)
            try:
                values = self._files.read(file, without=without)
            except NeedsAuthentication as again:
                raise self._in_vain() from again
        self._values = {**{tag: v for tag, v in self._values.items() if not file.holds(tag)}, **values}

    def _open(self, asked: NeedsAuthentication) -> None:
        """Authenticate the card by whatever way there is. Raises `asked` when there is none."""
        if self._authenticate is None:
            raise asked
        if not self._fci:
            self._fci = select_environment(self._line)  # it was left on the card, and only now is it needed
        now = self._now
        algorithm = algorithm_of(self._fci, identifier=now.identifier, generation=now.generation)
        card = AskingCard(
            self._channel,
            self._atr,
            now.identifier,
            algorithm,
            now.generation,
            card_class=now.card_class,
            issuing_agency=now.issuing_agency,
        )
        self._by = self._authenticate(card)

    def _in_vain(self) -> AuthenticationRefused:
        return AuthenticationRefused(
            way=WORDS.get(self._by, same(self._by)), why=Text("卡仍不让读", "the card still keeps its files")
        )

    def _blank(self, file: ElementaryFile) -> bool:
        return any(self._now.is_blank(item) for item in file.needed)

    def _make_sure_of_one_place(self) -> None:
        """EF06 was found in another place than EF05: the EF05 of that place must be the same. Raises CardDamaged."""
        if any(self._values.get(tag) != value for tag, value in self._files.read(EF05).items()):
            raise CardDamaged(what=Text("两个文件不属于同一张卡", "its two files are not of one card"))
