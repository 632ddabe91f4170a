"""Built files: light, readable, and nothing that points one way only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from himaya.channels.web import assets

WEB = Path(assets.__file__).parent


def sheet() -> str:
    return (assets.BUILT / assets.built_name("himaya.css")).read_text(encoding="utf-8")


def test_our_own_styles_use_logical_properties_only():
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|[^-](?:left|right)\s*:|text-align:\s*(?:left|right)"
    )
    for path in (WEB / "front" / "scss").glob("*.scss"):
        assert not physical.search(path.read_text(encoding="utf-8")), path.name


def test_the_sheet_is_light_and_takes_nothing_from_elsewhere():
    packed = assets.BUILT / f"{assets.built_name('himaya.css')}.gz"
    assert packed.stat().st_size < 40_000
    for address in re.findall(r"url\(([^)]*)\)", sheet()):
        bare = address.strip("\"'")
        assert bare.startswith("data:image/svg+xml") or (assets.BUILT / bare).is_file(), bare


def test_building_again_changes_nothing():
    assert assets.build() is False


def test_the_lock_names_no_registry():
    assert "resolved" not in (WEB / "front" / "package-lock.json").read_text(encoding="utf-8")


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "paper"),
        ("ink-2", "paper"),
        ("ink-2", "saffron-50"),
        ("atlas-700", "atlas-100"),
        ("atlas-700", "saffron-50"),
        ("saffron-600", "saffron-50"),
        ("clay-700", "clay-50"),
        ("clay-700", "paper"),
    ],
)
def test_words_are_readable_on_their_ground(ink, ground):
    tokens = dict(
        re.findall(r"--hm-([\w-]+):\s*(#[0-9a-f]{6})", (WEB / "front/scss/_tokens.scss").read_text())
    )
    light, dark = sorted((luminance(tokens[ink]), luminance(tokens[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
