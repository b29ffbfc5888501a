"""Reads job profiles: what a profile, a section and a passage are, and where each came from."""
