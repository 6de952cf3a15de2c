"""Attacks from outside on what no other test attacks; docs/security.md names them all."""
