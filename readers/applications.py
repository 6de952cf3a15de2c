"""The other applications of the chip beside the social security one: the account at the bank, and transit.

Refuses to spoil the card's own data: a card that has none of them, or refuses, simply has none.
"""

from __future__ import annotations

from counter_app.domain.card import CardIdentity, ChipApplications
from readers.apdu import Allowance, Channel
from readers.bank import bank_account
from readers.guard import make_sure
from readers.transit import transit

MOST_COMMANDS = 40  # for both applications, whatever the card says


def applications(channel: Channel, expected: CardIdentity | None = None, *, atr: str = "") -> ChipApplications:
    """What of both applications answers, numbers masked; afterwards the last one asked is the one selected.

    `expected`: the card they are to be of; one that does not tell its identifier cannot be told from others and is not
    asked for it. Raises WrongPerson, CardTrouble from the channel (taken away, silent), CardSaid from a card that never
    comes to an end.
    """
    if expected is not None and expected.card_identifier:
        make_sure(channel, expected, atr=atr)
    line = Allowance(channel, MOST_COMMANDS)
    account = bank_account(line)
    purse = transit(line)
    if purse is None:
        return ChipApplications(bank_account=account)
    return ChipApplications(account, purse.loaded, purse.number, purse.balance_fen)
