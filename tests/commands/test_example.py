"""`carry-out --example` prints and does nothing else: what waits goes on waiting."""

import json

from tests.parts.command import Command


def test_an_example_sends_nothing(counter: Command) -> None:
    """The platform is there and the line is free, yet the loss report recorded before stays where it was."""
    example = counter.words("carry-out", "temporary-loss", "--example").out
    nowhere = Command(counter.folder, (*counter.sets, "platform.url=http://127.0.0.1:1"), inside=True)
    done = nowhere("carry-out", "temporary-loss", "--answers", "-", given=example)
    assert done.json["state"] == "waiting"
    assert set(json.loads(counter.words("carry-out", "release", "--example").out)) == {"holder", "answers"}
    (row,) = (one for one in counter("outbox").json["operations"] if one["id"] == done.json["operation"])
    assert row["state"] == "waiting"
