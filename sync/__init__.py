"""The way to the platform: the client, the wire and the courier. Knows no store of its own and no window."""
