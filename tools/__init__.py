"""Programs for whoever works on this project: set-up, checks, pictures. Nothing of the counter needs them."""
