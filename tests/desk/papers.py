"""Made-up identity documents of practice people."""

from dataclasses import replace
from datetime import date

from counter_app.domain.document import DocumentType, IdentityDocument
from counter_app.domain.holder import Person
from counter_app.domain.numbers import identity_check_digit


def document_of(person: Person, **other: object) -> IdentityDocument:
    """That person's resident identity card, valid for long."""
    holder = person.holder
    document = IdentityDocument(
        DocumentType.RESIDENT,
        holder.name,
        holder.sex,
        holder.birth_date,
        holder.number,
        nation="01",
        address="练习省望岳市望岳路 1 号",
        issuer="望岳市公安局",
        valid_from=date(2020, 1, 1),
        valid_to=date(2040, 1, 1),
    )
    return replace(document, **other)  # type: ignore[arg-type]


def checked(first17: str) -> str:
    """A number with its check character."""
    return first17 + identity_check_digit(first17)
