"""The three fixed frames: rail, top bar, status strip. They never move, hide or change order."""
