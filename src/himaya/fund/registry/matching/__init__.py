"""Record linkage: who of a list is already known, and who is registered twice.

Exact identifiers decide first and elsewhere (registration); what stands here compares names in both scripts,
birth, place, telephone and mistyped cards, with Splink on DuckDB.
"""

from himaya.fund.registry.matching.linking import candidates, within
from himaya.fund.registry.matching.records import of_frame

__all__ = ["candidates", "of_frame", "within"]
