"""A clerk who has looked at every identity card, for tests that are about something else."""

from __future__ import annotations

SEEN = {"identity_checked": "card-seen", "actor_checked": "card-seen"}
"""Answers to the questions how the identity was checked; those that are not asked are not kept."""
