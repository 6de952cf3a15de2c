"""Tests of the province packs."""
