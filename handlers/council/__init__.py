"""Dialogues of council members: what they announce."""
