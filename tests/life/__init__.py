"""Every procedure in every province, from the desk to the platform over real HTTP."""
