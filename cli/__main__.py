"""`python -m cli` is the `redress` command."""

from cli.main import main

main()
