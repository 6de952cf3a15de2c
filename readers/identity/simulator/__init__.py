"""An identity card reader made of data, for practice and tests: it speaks the reader's protocol on a pseudo-terminal.

Holds no real person's data.
"""
