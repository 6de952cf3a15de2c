"""Things of the counter as frozen data and pure functions: cards, holders, operations, receipts, errors. No input or
output here.
"""
