"""What residents do: one dialogue a file, named after its noun."""
