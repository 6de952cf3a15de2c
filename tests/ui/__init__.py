"""The window, driven in process over the real desk, store and practice platform."""
