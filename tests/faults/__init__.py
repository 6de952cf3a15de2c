"""Tests of bad days on real parts: killed, cut off, full, damaged."""
