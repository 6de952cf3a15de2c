"""Tests of paper: what is printed is what was to be printed, whoever the person and whatever the printer."""
