"""Tests of the maker's driver in its helper process, against small libraries of C that are built here."""
