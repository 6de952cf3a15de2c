"""The identity card reader, beside a reader of the tests' own making over a real pty."""
