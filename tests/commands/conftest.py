"""A working practice counter for the tests here."""

from tests.parts.practice_folder import (
    _people,
    counter,
    folder,
    inside,
    made_folder,
    platform,
    roles,
    somebody,
    stranger,
)

__all__ = ["_people", "counter", "folder", "inside", "made_folder", "platform", "roles", "somebody", "stranger"]
