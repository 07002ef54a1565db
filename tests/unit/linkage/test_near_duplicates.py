import random

import pytest

from dateline.linkage.near_duplicates import KeptText, are_copies, find_kin, group_copies
from dateline.linkage.text_sketches import TextSketch, sketch_text
from training.corpus.reading import list_sheets, read_rows

RAID = (
    "Gunmen came down on the outpost at Tel Rim before dawn on Thursday and fired on its guards for an hour, the "
    "governor said. The guards held the hill until trucks with heavier guns reached them from the town below. "
    "Villagers counted the flashes from their roofs and carried the first wounded away on a tractor. By noon the "
    "road to the market was open again, though soldiers searched every car that wanted to pass.\n\n"
    "The hill lies between two lines that neither army has wanted to man since the spring. Shepherds say that "
    "fighters cross it every week, mostly in twos and threes and always at night, and that nobody asks them for a "
    "name. The council of the district has asked for a joint post there four times and has never had an answer."
)
PINNED_KEY = -5043239944354102868
RETOLD = (
    "An attack on a hilltop position near Tel Rim has left several guards dead, according to the district's "
    "hospital, which took in eleven wounded in the morning. Residents spoke of an hour of shooting that began "
    "while it was still dark. The governor promised reinforcements; similar promises were made after the last raid."
)


def kept(report_id: str, text: str, published: str | None = None) -> KeptText:
    return KeptText.of(report_id, published, text)


def corpus_texts(count: int) -> list[tuple[str, str]]:
    rows = [row["report"] for row in read_rows(list_sheets()[:10])]
    return [(str(row["id"]), str(row["text"])) for row in rows][:count]


def cut(text: str, share: float) -> str:
    words = text.split(" ")
    return " ".join(words[: int(len(words) * share)])


def reword(text: str, share: float, chance: random.Random) -> str:
    return " ".join("elsewhere" if chance.random() < share else word for word in text.split(" "))


def test_copies_fall_together_and_a_retelling_does_not() -> None:
    groups = group_copies(
        [
            kept("r-wire", RAID, "2021-12-03"),
            kept("r-cut", cut(RAID, 0.4), "2021-12-02"),
            kept("r-edited", RAID.replace("guards", "sentries").replace("’", "'").upper()),
            kept("r-other", RETOLD),
        ]
    )
    assert groups["r-wire"] == groups["r-cut"] == groups["r-edited"] != groups["r-other"]
    alone = group_copies([kept("r-cut", RAID)])
    assert alone["r-cut"] == groups["r-wire"]  # named after the first published


def test_texts_without_words_are_copies_of_nothing() -> None:
    groups = group_copies([kept("a", ""), kept("b", " … "), kept("c", "Fire."), kept("d", "fire")])
    assert groups["a"] != groups["b"]
    assert groups["c"] == groups["d"]


def test_digest_of_two_stories_does_not_chain_them() -> None:
    digest = kept("r-digest", f"{RAID} {RETOLD}")
    groups = group_copies([digest, kept("r-raid", RAID), kept("r-told", RETOLD)])
    assert groups["r-raid"] != groups["r-told"]


def test_sketch_survives_as_bytes_and_stays_what_it_was() -> None:
    sketch = sketch_text(RAID)
    again = TextSketch.from_bytes(sketch.to_bytes())
    assert again.to_bytes() == sketch.to_bytes()
    assert again.band_keys() == sketch.band_keys()
    assert len(sketch.to_bytes()) == 673
    assert sketch_text("Shots were heard on the hill.").band_keys()[0] == PINNED_KEY
    with pytest.raises(ValueError, match="no sketch"):
        TextSketch.from_bytes(b"\x00" + sketch.to_bytes()[1:])
    with pytest.raises(ValueError, match="no sketch"):
        TextSketch.from_bytes(b"")


def test_groups_are_the_same_in_any_order_and_when_reports_come_one_by_one() -> None:
    chance = random.Random(3)
    texts = [kept(name, text) for name, text in corpus_texts(12)]
    texts += [kept(f"v{step}", reword(cut(RAID, 1 - step / 12), 0.02 * step, chance)) for step in range(9)]
    whole = group_copies(texts)
    chance.shuffle(texts)
    assert group_copies(texts) == whole

    shelf: dict[str, KeptText] = {}
    groups: dict[str, str] = {}
    for text in texts:
        shelf[text.report_id] = text
        kin = find_kin(text, lambda keys: [row for row in shelf.values() if set(keys) & set(row.sketch.band_keys())])
        groups.update(group_copies(kin))
    assert groups == whole


def test_made_up_copies_of_the_corpus_are_found_and_no_two_reports_fall_together() -> None:
    chance = random.Random(5)
    texts = corpus_texts(80)
    copies = [
        (f"{name}-copy", reword(cut(text, chance.choice((1.0, 0.7, 0.5))), chance.choice((0.0, 0.03, 0.06)), chance))
        for name, text in texts
    ]
    groups = group_copies([kept(name, text) for name, text in texts + copies])
    assert len({groups[name] for name, _ in texts}) == len(texts)
    found = sum(groups[name] == groups[f"{name}-copy"] for name, _ in texts)
    assert found >= 0.97 * len(texts)


def test_copies_are_told_from_all_others_at_once() -> None:
    assert are_copies(kept("a", RAID), [kept("b", cut(RAID, 0.5)), kept("c", RETOLD)]) == [True, False]
    assert are_copies(kept("a", RAID), []) == []
