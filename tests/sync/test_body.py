"""What the platform answers is read in one place, and no trouble with it quotes what was read."""

import traceback
from pathlib import Path

import pytest

import sync
from counter_app.domain.errors import NoPlatform
from sync import approval_wire, clerk_wire, enrolment_wire, pack_wire, reference, wire
from sync.body import read, write
from sync.shapes import PeopleShape

NAME = "林晓岚"
READERS = (
    wire.read_people,
    wire.read_answers,
    approval_wire.read_open,
    clerk_wire.read_ended,
    enrolment_wire.read_grant,
    pack_wire.read_statements,
    reference.read_document,
)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_what_cannot_be_read_is_not_quoted_though_all_of_the_trouble_is_written_down(
    reader: object,
) -> None:
    assert callable(reader)
    with pytest.raises(NoPlatform) as caught:
        reader(write({"people": NAME, "approvals": NAME, "answers": NAME, "statements": NAME, "ended": NAME}))
    assert NAME not in "".join(traceback.format_exception(caught.value))


def test_the_places_that_do_not_fit_are_named() -> None:
    with pytest.raises(NoPlatform) as caught:
        read(PeopleShape, write({"people": NAME}))
    assert caught.value.facts["fields"] == ("people",)


def test_there_is_no_other_place_that_reads_an_answer() -> None:
    """A second one chained the error that quotes what it read."""
    reading = {
        path.name for path in Path(sync.__path__[0]).glob("*.py") if "model_validate_json" in path.read_text("utf-8")
    }
    assert reading == {"body.py"}
