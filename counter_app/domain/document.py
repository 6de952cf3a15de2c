"""The identity document that lies on the reader of the desk, as its chip says (resident identity card, the residence
permit for Hong Kong, Macao and Taiwan residents, the foreigner's permanent residence card of 2017 and of 2023).

Refuses to judge: whether the person is the one of the visit is the desk's question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.domain.identity import same_paper
from counter_app.domain.text import Text


class DocumentType(StrEnum):
    """What the type letter of the text block says: blank, J, I or Y."""

    RESIDENT = "resident"
    HMT_PERMIT = "hmt-permit"
    FOREIGNER_2017 = "foreigner-2017"
    FOREIGNER_2023 = "foreigner-2023"

    @property
    def words(self) -> Text:
        return _WORDS[self]


_WORDS = {
    DocumentType.RESIDENT: Text("居民身份证", "Resident identity card"),
    DocumentType.HMT_PERMIT: Text("港澳台居民居住证", "Residence permit (Hong Kong, Macao, Taiwan)"),
    DocumentType.FOREIGNER_2017: Text("外国人永久居留身份证（2017版）", "Foreign permanent resident card (2017)"),
    DocumentType.FOREIGNER_2023: Text("外国人永久居留身份证（2023版）", "Foreign permanent resident card (2023)"),
}


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """One document, read. `sex` "1"/"2" (GB/T 2261.1), `nation` two digits (GB 3304), `nationality` three letters.

    `valid_to` None and `long_term`: without end (长期); None without it: the document does not say until when. "" where
    the document has no such field. There is no photo in it: nothing here decodes one (WLT), so its bytes never leave
    the reader's answer.
    """

    document_type: DocumentType
    name: str
    sex: str
    birth_date: date | None
    id_number: str
    foreign_name: str = ""
    nation: str = ""
    address: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    pass_number: str = ""
    nationality: str = ""
    long_term: bool = False

    def belongs_to(self, number: str) -> bool:
        """Whether it is that of the holder registered under `number`: the document's own, or the pass it stands for,
        also where that is on record with its renewals counted.
        """
        return bool(number) and (number == self.id_number or bool({self.pass_number} & set(same_paper(number))))

    def valid_on(self, today: date) -> bool:
        """Whether it says itself that it is valid that day."""
        return self.long_term or (self.valid_to is not None and today <= self.valid_to)

    def expired(self, today: date) -> bool:
        """Whether it was valid to a day before `today`."""
        return self.valid_to is not None and self.valid_to < today
