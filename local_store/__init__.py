"""The encrypted store of one counter: writes pending work and the platform's answers about a card, and nothing else."""
