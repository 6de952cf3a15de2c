"""What can go wrong at the identity card reader, in words that fit it; for machines the codes of the tree stay.

Same rules as `counter_app.domain.errors`: two lines for the clerk, no names or numbers of people in the facts.
"""

from __future__ import annotations

from counter_app.domain.chip_errors import CardNotGenuine
from counter_app.domain.errors import CardDamaged, CardSaid, CardTakenAway, NoCard, NoReader, ReaderSilent
from counter_app.domain.text import Text


class NoIdReader(NoReader):
    """The serial port is missing, held, closed to this user, or went away. `why` says which, `how` what to do."""

    happened = Text("身份证读卡器：{why}", "Identity card reader: {why}")
    advice = Text("{how}", "{how}")
    told_as = NoReader


class IdPortHeld(NoIdReader):
    """Another program has the port open, which may be the window of this counter."""


class NoIdCard(NoCard):
    """The reader finds nothing. A document that was read once is found again only after it was lifted."""

    happened = Text("身份证读卡器上没有证件", "No document on the identity card reader")
    advice = Text("放上身份证；已放着的，拿起再放一次", "Put it on; if it lies there, lift it and put it on again")
    told_as = NoCard


class IdCardTaken(CardTakenAway):
    happened = Text("身份证没有读完就被移开", "The document was moved before it was read")
    advice = Text("只放一张，拿起再放，听到提示再拿开", "One only: lift it, put it on again, leave it until it is read")
    told_as = CardTakenAway


class IdCardDamaged(CardDamaged):
    """A part of the text block is not of the form it must have. `what` names it."""

    happened = Text("身份证内数据不对：{what}", "Data of the document is wrong: {what}")
    advice = Text("再放一次；仍不行，按身份证号查找", "Put it on once more, or search by identity number")
    told_as = CardDamaged


class IdCardContradictsItself(IdCardDamaged):
    """`fact` (a `Text`) is not what the number on the same document says (GB 11643): nobody knows whose it is."""

    happened = Text("证件上的{fact}与证件号码不符", "The {fact} on the document is not what its number says")
    advice = Text("再放一次；仍不符，按规定核查证件", "Put it on once more; else check the document as the rules say")
    told_as = CardDamaged


class IdCardNotGenuine(CardNotGenuine):
    """The reader's security module could not authenticate the document (status 32)."""

    happened = Text("身份证没有通过读卡器认证", "The reader could not authenticate the document")
    advice = Text("再放一次；仍不行，按规定核查证件", "Put it on once more; else check the document as the rules say")
    told_as = CardNotGenuine


class IdReaderSaid(CardSaid):
    """A status that is the reader's own trouble, or one nobody expects. `sw`: its hex digits."""

    happened = Text("身份证读卡器报错（{sw}）", "The identity card reader failed ({sw})")
    advice = Text("重插读卡器；仍不行请报修", "Plug the reader in again; if it stays, have it repaired")
    told_as = CardSaid


class IdReaderSilent(ReaderSilent):
    happened = Text("身份证读卡器没有应答", "The identity card reader does not answer")
    advice = Text("核对 readers.id 串口，重插读卡器", "Check the port in readers.id, plug the reader in again")
    told_as = ReaderSilent


class IdLineGarbled(IdReaderSilent):
    """Answers come, and none of them whole, twice in a row."""

    happened = Text("身份证读卡器的应答听不清", "The answers of the identity card reader are garbled")
    advice = Text("核对波特率 readers.id_baud，换根数据线", "Check readers.id_baud, try another cable")
