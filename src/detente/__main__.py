"""``python -m detente``: the command line."""

from detente.surfaces.cli import main

if __name__ == "__main__":
    main()
