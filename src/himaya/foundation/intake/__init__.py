"""Receiving files of any kind: kept by digest, read as text columns, findings in the sender's language."""
