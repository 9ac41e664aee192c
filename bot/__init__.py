"""The running machine: the only room that knows all the others."""
