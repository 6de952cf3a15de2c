"""What a social security card counter does, in plain Python: no Qt, no SQL, no HTTP, no card reader library."""
