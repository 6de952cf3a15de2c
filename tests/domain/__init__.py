"""Tests of the words everything is written in: numbers, names, receipts, projection, texts."""
