"""Accounts, roles, sessions, lockout and the audit trail. It knows scopes and record numbers, not persons."""
