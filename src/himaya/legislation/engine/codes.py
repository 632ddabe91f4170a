"""Every code a law can give: as a value, or as the reason why there is none."""

from __future__ import annotations

from himaya.legislation.engine.nodes import Node
from himaya.legislation.parameters import Table

FOR_PARTS = {"total": "UNKNOWN_PART", "running": "UNKNOWN_PART", "largest": "NO_KNOWN_PART"}


def every_code(nodes: list[Node]) -> dict[str, int]:
    """The codes of a graph, sorted and numbered from 0."""
    found = {text for node in nodes for text in (*codes_of(node), *texts_of(node))}
    return {text: number for number, text in enumerate(sorted(found))}


def codes_of(node: Node) -> list[str]:
    """The reason codes a node itself can give."""
    if node.op == "nothing":
        return [str(node.data)]
    if node.op == "input":
        return [f"MISSING_{node.subject.upper()}"]
    if node.op in ("parameter", "brackets"):
        return [f"NOT_IN_FORCE_{node.data.source.path.upper()}"]
    if node.op == "row":
        return [node.data.unknown_key, node.data.no_row, node.data.null_cell]
    return [FOR_PARTS[node.op]] if node.op in FOR_PARTS else []


def texts_of(node: Node) -> list[str]:
    """The codes a node can give as its value."""
    if node.kind != "code" and node.op != "row":
        return []
    if node.op == "literal":
        return [str(node.data)]
    if node.op == "parameter":
        return [str(one.value) for one in node.data.source.values if one.value is not None]
    if node.op == "brackets":
        return [
            str(band.value) for one in node.data.source.values for band in one.bands if band.value is not None
        ]
    if node.op == "row":
        table: Table = node.data
        cells = [value for row in table.rows for value in row.cells.values() if isinstance(value, str)]
        return cells + [
            match.code for row in table.rows for match in row.when.values() if match.code is not None
        ]
    return []
