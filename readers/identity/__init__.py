"""The resident identity card reader (SAM-V): frames, texts, the conversation over a serial line, and the watch."""
