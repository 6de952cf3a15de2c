"""Cards and documents on a reader: PC/SC, the chip, the simulators. Knows no store, no platform and no printer."""
