"""How the law is evaluated: a graph, carried by whole columns or by the facts of one person."""
