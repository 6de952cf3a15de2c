"""Floors: what the machine can do at best, each a file that imports nothing of the project."""
