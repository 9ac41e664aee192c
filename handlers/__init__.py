"""Everything said in the chat."""
