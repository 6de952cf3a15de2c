"""Figures: each a ratio to a floor that was measured in the same run. Fails nothing by itself but prints what it
found."""
