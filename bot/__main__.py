"""`python -m bot` is `mahalleyar`."""

from bot.cli import main

main()
