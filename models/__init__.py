"""The city as data: tables, the rules about them, and what may be done. Knows no messenger."""
