"""Tests of the desk on a real store and a real platform."""
