"""Reading YAML so that every mistake can name its line. No scalar is converted: all stay text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from himaya.legislation.errors import LawFileInvalid

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text(str):
    """A scalar with its line and whether it was quoted."""

    line: int
    quoted: bool


class Block(dict[str, Any]):
    """A mapping with its line."""

    line: int


class Listing(list[Any]):
    """A sequence with its line."""

    line: int


def as_written(value: Any) -> Any:
    """A plain value, mapping or list of Python as a file of the law would hold it."""
    made: Any
    if value is None:
        return None
    if isinstance(value, Mapping):
        made = Block({str(key): as_written(one) for key, one in value.items()})
    elif isinstance(value, Sequence) and not isinstance(value, str):
        made = Listing(as_written(one) for one in value)
    else:
        made = Text(str(value).lower() if isinstance(value, bool) else value)
        made.quoted = True
    made.line = 1
    return made


class LawFile:
    """One file being read; `fail` refuses it naming the line."""

    def __init__(self, path: Path, *, root: Path) -> None:
        self.path = path
        self.name = str(path.relative_to(root.parent)) if path.is_relative_to(root.parent) else str(path)

    def fail(self, line: int, reason: str) -> LawFileInvalid:
        """The error to raise."""
        return LawFileInvalid(file=self.name, line=line, reason=reason)

    def read(self) -> Block:
        """The file's top mapping."""
        try:
            node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise self.fail(line, f"not readable as YAML: {error.problem}") from error
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            raise self.fail(1, f"not readable as YAML: {error}") from error
        value = self._convert(node)
        if not isinstance(value, Block):
            raise self.fail(1, "the file must be a mapping")
        return value

    def _convert(self, node: yaml.Node | None) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            listing = Listing(self._convert(item) for item in node.value)
            listing.line = node.start_mark.line + 1
            return listing
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        return None

    def _mapping(self, node: yaml.MappingNode) -> Block:
        block = Block()
        block.line = node.start_mark.line + 1
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in block:
                raise self.fail(key_node.start_mark.line + 1, f"{key} is written twice")
            block[key] = self._convert(value_node)
        return block

    @staticmethod
    def _scalar(node: yaml.ScalarNode) -> Text | None:
        if not node.style and node.tag == "tag:yaml.org,2002:null":
            return None
        text = Text(node.value)
        text.line = node.start_mark.line + 1
        text.quoted = node.style in ('"', "'")
        return text
