"""Cards made of data, for practice and tests: a social security card of generation 2.0, and the virtual reader's line.

Standard library only, so that a card is on the reader in a fifth of a second. Holds no key and no real person's data.
"""
