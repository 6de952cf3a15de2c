"""Tests of the core: procedures, visits, settings. No store, no network: pure functions."""
