"""The encrypted store of one counter. Refuses to write anything about a card but pending work and the platform's answers."""
