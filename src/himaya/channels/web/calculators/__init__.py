"""Calculators: questions that a reader answers, and what the law says of the answers. Each is a file of the fund."""
