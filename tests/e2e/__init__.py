"""Dialogues as transcripts: the whole bot, over HTTP on loopback, on both databases."""
