"""The store is never faked: every test here works on a real encrypted file."""
