"""Tests of the counter command, each as a process of its own."""
