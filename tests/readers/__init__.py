"""The readers, on the real smart card service."""
