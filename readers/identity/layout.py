"""Where each field stands in the text block of an identity document (256 bytes, UTF-16LE), in its four layouts.

The type letter at byte 248 tells the layout: none (resident), J (Hong Kong, Macao, Taiwan), I (foreigner 2017), Y
(foreigner 2023). Refuses to read or write: `readers.identity.texts` and the simulator do.
"""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.domain.document import DocumentType

SIZE = 256
ADDRESS_SIZE = 70  # of a new address, written later
LETTER_AT = (248, 2)
FOREVER = "长期"

Place = tuple[int, int]  # where a field begins, and how many bytes it has

_RESIDENT: Mapping[str, Place] = {
    "name": (0, 30), "sex": (30, 2), "nation": (32, 4), "birth": (36, 16), "address": (52, 70), "number": (122, 36),
    "issuer": (158, 30), "from": (188, 16), "to": (204, 16),
}  # fmt: skip
_PERMIT = {field: place for field, place in _RESIDENT.items() if field != "nation"} | {"pass": (220, 18)}
_FOREIGNER_2017 = {
    "foreign": (0, 120), "sex": (120, 2), "number": (122, 30), "nationality": (152, 6), "name": (158, 30),
    "from": (188, 16), "to": (204, 16), "birth": (220, 16),
}  # fmt: skip
_FOREIGNER_2023 = {
    "name": (0, 30), "sex": (30, 2), "birth": (36, 16), "foreign": (52, 70), "number": (122, 36), "from": (188, 16),
    "to": (204, 16), "foreign_rest": (220, 22), "nationality": (242, 6),
}  # fmt: skip

LETTERS: Mapping[str, DocumentType] = {
    "": DocumentType.RESIDENT,
    "J": DocumentType.HMT_PERMIT,
    "I": DocumentType.FOREIGNER_2017,
    "Y": DocumentType.FOREIGNER_2023,
}
FIELDS: Mapping[DocumentType, Mapping[str, Place]] = {
    DocumentType.RESIDENT: _RESIDENT,
    DocumentType.HMT_PERMIT: _PERMIT,
    DocumentType.FOREIGNER_2017: _FOREIGNER_2017,
    DocumentType.FOREIGNER_2023: _FOREIGNER_2023,
}
