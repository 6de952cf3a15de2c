"""Tests of the line to the platform: over real HTTP against the practice platform in another process."""
