"""The pages of the window. Each is built once, draws a view it is shown, and sends out what the clerk wants; decides
nothing.
"""
