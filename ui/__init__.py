"""The assistant in front of people: the chat page and the command line."""
