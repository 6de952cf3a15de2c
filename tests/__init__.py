"""Tests, one folder a package; real parts wherever there is one. A missing part fails and says how to get it."""
