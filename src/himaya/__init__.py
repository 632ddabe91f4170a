"""Himaya: the platform on which a social-security fund runs."""
