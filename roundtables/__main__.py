"""`python -m roundtables`: the command line; without arguments, the window."""

from roundtables.cli.main import run

if __name__ == "__main__":
    run()
