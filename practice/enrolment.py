"""What a practice counter and any practice platform know of each other beforehand.

Refuses to be of use anywhere else: a real platform has no such code.
"""

OPEN_CODE = "PRACTICE"
"""Any practice counter may enrol with it, as often as it likes: there is nothing real to guard."""
