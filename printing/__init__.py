"""Receipts and forms on paper: layout, fonts and the way to a printer. Refuses to say that paper came out when it only was sent."""
