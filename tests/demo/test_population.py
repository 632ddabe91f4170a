"""The drawn population: its census, its trades, its papers, and its truthfulness as an invention."""

import numpy as np
import polars as pl
import pytest

from himaya.demo import census, identity, kinship
from himaya.demo.census import drawn_counts
from himaya.demo.knobs import FATE_CODES, Knobs, clean
from himaya.demo.population import Population, generate
from himaya.demo.trades import CODES, TARGET, TRADES, targets
from himaya.kernel.identifiers import cin, idcs, phone
from himaya.kernel.jurisdiction import folder

FRAMES = (
    "self_employed",
    "relatives",
    "dependants",
    "salaried",
    "public",
    "solidarity",
    "solidarity_members",
)


def test_the_same_seed_gives_the_same_people():
    first, second, other = (generate("11", 2_000, seed=seed) for seed in (3, 3, 4))
    for name in FRAMES:
        assert getattr(first, name).equals(getattr(second, name)), name
    assert not first.self_employed.equals(other.self_employed)


def test_trades_of_the_april_2022_notice_are_kept():
    """Fund's table of 1 April 2022: eleven lines that add to 1,641,577 (20 more than its printed total)."""
    registered = {trade.code: trade.registered for trade in TRADES}
    assert sum(registered.values()) == 1_641_577
    assert registered["farmer"] == 766_440
    assert sum(registered[code] for code in ("doctor", "dentist", "pharmacist", "paramedical")) == 25_551
    assert sum(registered[code] for code in ("adoul", "notary", "court_copyist", "sworn_translator")) == 6_140
    assert registered["architect"] + registered["tour_guide"] == 5_029
    assert registered["trader_with_accounts"] == 23_861 + 4_421


def test_the_country_holds_3_200_000_self_employed_by_trade_and_commune():
    country = census.load(folder("ma"))
    assert country.self_employed.sum() == pytest.approx(TARGET)
    assert country.self_employed.sum(axis=0) == pytest.approx(np.array(targets()), rel=0.01)
    assert targets()[CODES.index("farmer")] == 1_600_000


def test_communes_keep_their_census_share(region: Population):
    """Self-employed of the 2024 census: employed people times the share of the self-employed."""
    path = folder("ma") / "territory" / "communes.csv"
    communes = pl.read_csv(path, schema_overrides={"region_code": pl.String}, infer_schema_length=None)
    local = communes.filter(pl.col("region_code") == "11")
    weight = (local["employed"] * local["employment_self_employed_pct"]).to_numpy()
    expected = weight / weight.sum() * 30_000
    drawn = np.bincount(region.self_employed["commune"].to_numpy(), minlength=len(local))
    assert np.abs(drawn - expected).max() <= 1.0001
    assert drawn.sum() == 30_000


@pytest.mark.parametrize("people", [0, 1, 17, 1_000])
def test_drawn_counts_add_up_and_stay_within_one(people: int):
    expected = np.array([0.5, 2.5, 0.0, 7.0])
    counts = drawn_counts(expected, people=people, start=0.37)
    assert counts.sum() == people
    assert np.abs(counts - expected / expected.sum() * people).max() <= 1


def test_listed_people_register_in_the_published_proportions(region: Population):
    """841,408 of 1.2 million farmers' lines (20 May 2022); nine in ten elsewhere."""
    listed = region.self_employed.filter(pl.col("wave") > 0)
    good = (
        listed.group_by(pl.col("trade") == CODES.index("farmer"))
        .agg((pl.col("fate") < 0).mean())
        .sort("trade")
    )
    assert good["fate"].to_list() == pytest.approx([0.908, 0.708], abs=0.015)
    share = len(listed) / len(region.self_employed)
    assert 0.60 < share < 0.75


def test_families_declare_as_in_april_2022(region: Population):
    """72,535 spouses and 131,770 children for 1,641,557 registered."""
    registered = region.self_employed.filter((pl.col("wave") == 1) & (pl.col("fate") < 0))
    declared = region.dependants.filter("declared")
    spouses = (declared["relation"] == 0).sum() / len(registered)
    children = (declared["relation"] == 1).sum() / len(registered)
    assert spouses == pytest.approx(0.0442, abs=0.004)
    assert children == pytest.approx(0.0803, abs=0.01)


def test_children_bear_their_fathers_name_and_are_younger(region: Population):
    father = region.self_employed.select("family", "sex", "birth").with_row_index("insured")
    children = region.dependants.filter(pl.col("relation") == 1).join(father, on="insured", suffix="_parent")
    of_men = children.filter(pl.col("sex_parent") == 0)
    assert (of_men["family"] == of_men["family_parent"]).all()
    assert (children["birth"] - children["birth_parent"]).min() > 15 * 365


def test_every_paper_is_valid_and_nobody_shares_one(region: Population):
    people = pl.concat([region.self_employed, region.solidarity, region.dependants], how="diagonal")
    adults = people.filter(pl.col("cin_number").is_not_null()).unique("person")
    cards = adults.select(identity.card_text(region.cards)).to_series()
    assert cards.is_duplicated().sum() == 0
    sample = cards.gather_every(97).to_list()
    assert [cin.parse(card) for card in sample] == sample
    assert all(idcs.check(str(number)) for number in people["idcs"].gather_every(101))
    assert people.unique("person")["idcs"].is_duplicated().sum() == 0


def test_telephones_are_mobiles_of_the_test_ranges(region: Population):
    digits = region.self_employed.select(identity.phone_digits(pl.col("phone"))).to_series()
    assert digits.str.contains(r"^[67]00\d{6}$").all()
    assert all(phone.is_mobile(f"0{number}") for number in digits.gather_every(211))


def test_a_person_lives_where_the_card_comes_from(region: Population):
    people = region.self_employed
    provinces = region.census.communes["province_code"].gather(people["commune"])
    boujdour = people.filter(provinces == "11.121").select(identity.card_text(region.cards)).to_series()
    assert boujdour.str.starts_with("SL").all()


def test_relatives_are_alike_and_two(region: Population):
    people = region.self_employed
    first = people.select(
        a="person", **{f"{c}_a": c for c in ("family", "given", "birth", "commune", "cin_number")}
    )
    other = people.select(
        b="person", **{f"{c}_b": c for c in ("family", "given", "birth", "commune", "cin_number")}
    )
    pairs = region.relatives.join(first, on="a").join(other, on="b")
    assert set(pairs["kind"].unique()) == set(kinship.KINDS)
    assert (pairs["family_a"] == pairs["family_b"]).all()
    assert (pairs["commune_a"] == pairs["commune_b"]).all()
    assert (pairs["cin_number_a"] != pairs["cin_number_b"]).all()
    twins = pairs.filter(pl.col("kind") == "twins")
    assert (twins["birth_a"] == twins["birth_b"]).all()
    assert (twins["given_a"] != twins["given_b"]).all()
    sons = pairs.filter(pl.col("kind") == "father_and_son")
    assert (sons["given_a"] == sons["given_b"]).all()
    assert (sons["birth_b"] - sons["birth_a"]).min() > 20 * 365


def test_knobs_turn_mistakes_off():
    spotless = generate("11", 1_000, knobs=clean())
    assert (spotless.self_employed["fate"] < 0).all()
    assert len(spotless.salaried) == 0
    worse = generate("11", 1_000, knobs=Knobs(loss=3.0))
    assert (worse.self_employed.filter(pl.col("wave") > 0)["fate"] >= 0).mean() > 0.25


def test_those_already_insured_are_on_the_other_list(region: Population):
    lost = region.self_employed.filter(pl.col("fate") == FATE_CODES.index("already_salaried"))
    assert len(lost) > 0
    assert lost["person"].is_in(region.salaried["person"].implode()).all()


def test_an_unknown_region_is_told_with_the_known_ones():
    with pytest.raises(ValueError, match="Souss-Massa"):
        generate("Atlantis", 10)
