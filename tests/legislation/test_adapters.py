"""The adapters rename and convert; they do not compute. Their syntax tree is read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from himaya.kernel import jurisdiction
from himaya.legislation.cases import load_topics
from himaya.legislation.errors import CaseFileInvalid

ADAPTERS = sorted((jurisdiction.folder("ma") / "law" / "adapters").glob("*.py"))
REFUSED = (
    ast.Compare,
    ast.IfExp,
    ast.If,
    ast.While,
    ast.UnaryOp,
    ast.AugAssign,
    ast.BoolOp,
    ast.Lambda,
    ast.FunctionDef,
    ast.ListComp,
    ast.DictComp,
    ast.Subscript,
)


def offences(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, REFUSED):
            found.append(f"line {node.lineno}: {type(node).__name__}")
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr):
            found.append(f"line {node.lineno}: {type(node.op).__name__}")
        if isinstance(node, ast.Constant) and not isinstance(node.value, str) and not _small(node.value):
            found.append(f"line {node.lineno}: {node.value!r}")
        if isinstance(node, ast.ImportFrom | ast.Import) and _module(node) not in (
            "__future__",
            "himaya.legislation.cases",
        ):
            found.append(f"line {node.lineno}: import")
    return found


def _small(value: object) -> bool:
    return value is None or value in (0, 1)


def _module(node: ast.ImportFrom | ast.Import) -> str | None:
    return node.module if isinstance(node, ast.ImportFrom) else None


@pytest.mark.parametrize("path", ADAPTERS, ids=lambda path: path.stem)
def test_the_adapters_only_rename(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


def test_a_topic_named_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "law" / "adapters"
    folder.mkdir(parents=True)
    (tmp_path / "fund.yaml").write_text("name: {}\n", encoding="utf-8")
    for name in ("one", "two"):
        (folder / f"{name}.py").write_text('TOPICS = {"pension": None}\n', encoding="utf-8")
    with pytest.raises(CaseFileInvalid, match=r"topic pension is in one\.py too"):
        load_topics(str(tmp_path))


@pytest.mark.parametrize(
    "sneaky",
    [
        "X = 6 * 7",
        "X = y > 3",
        "X = 191",
        "X = '2022' if y else ''",
        "import datetime",
        "f = lambda x: x",
        "X = 0.0637",
        "X = -1",
    ],
)
def test_arithmetic_comparisons_and_thresholds_would_be_seen(sneaky: str) -> None:
    assert offences(sneaky)


def test_no_constant_of_the_law_hides_in_the_runner() -> None:
    from himaya.legislation import cases

    tree = ast.parse(Path(cases.__file__).read_text(encoding="utf-8"))
    numbers = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    assert numbers <= {0, 1, 7, 10}  # places, the ten of decimals, the length of "YYYY-MM"
