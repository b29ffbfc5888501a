"""Understands a question, gathers evidence, writes the answer and verifies its citations."""
