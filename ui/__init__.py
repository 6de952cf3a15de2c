"""The window: draws what the core declares, and refuses to decide anything or to know any adapter."""
