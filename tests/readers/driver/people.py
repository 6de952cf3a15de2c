"""Made-up people as a driver tells them. County codes 4399xx were never given out."""

from dataclasses import dataclass

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def numbered(body: str) -> str:
    """A number of 17 digits with its check character (ISO 7064 MOD 11-2)."""
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


@dataclass(frozen=True)
class Made:
    """One made-up holder and card."""

    number: str = numbered("43990119580312204")
    card: str = "B00000019"
    identifier: str = "439901D156000005000000134A05F2E3"
    name: str = "林晓岚"
    history: str = "00814E43238697159900BF7C7A"
    version: str = "2.00"
    issued: str = "20210602"
    expires: str = "20310602"

    @property
    def basics(self) -> str:
        """As `iReadCardBas` tells them."""
        values = (self.identifier[:6], self.number, self.card, self.identifier, self.name, self.history, self.version)
        return "|".join((*values, self.issued, self.expires, "439901000001", "0A1B2C", ""))

    @property
    def holder(self) -> str:
        """EF06 as `iReadCard` tells it."""
        return f"{self.number}|{self.name}||2|01|439901|19580312|$"

    @property
    def card_info(self) -> str:
        return f"{self.identifier}|{self.card}|"


LIN = Made()
ZHOU = Made(
    number=numbered("43990219710825101"), card="B00000027", identifier="439902D156000005000000144A05F2E4", name="周𠮷"
)
BLANK_3_0 = "439901|||439901D156000005000000134A05F2E3||008C00|3.00|20211203|20311202|439901000001|0A1B2C|"
