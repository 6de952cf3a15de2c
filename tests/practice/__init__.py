"""Tests of the practice province: its people, its platform, and who keeps it running."""
