"""What a clerk does at the desk: sign in, find the holder, carry out, settle. No window, no database, no network
here.
"""
