"""Who did what: the audit trail. It knows actions and scopes, not persons."""
