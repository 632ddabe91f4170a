"""The ways out of the house: a file (demo), HTTP, Kannel."""
