"""The maker's standard driver (SSCardDriver, LD/T 6001.5) in a process of its own: a way to read a card, and its PIN on
the key pad of the reader. Refuses to load the driver into this program, where its faults would be ours.
"""
