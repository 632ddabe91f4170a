"""The law for everyone to read: what is in force, since when, by which text, and what follows for a case."""
