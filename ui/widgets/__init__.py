"""The parts pages are made of. Each is built once, has one `show`, and sends signals out; refuses to hold any logic of
a desk.
"""
