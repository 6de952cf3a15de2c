"""Receipts and forms on paper: layout, fonts, the way to a printer. Refuses to call printed what only was sent."""
