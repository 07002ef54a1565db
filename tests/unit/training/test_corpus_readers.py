"""The readers of the published corpora, on a few lines of our own in their forms."""

from __future__ import annotations

import json
from pathlib import Path

from training.examples import UNKNOWN, Example
from training.heads import PAIR_ROLES, WINDOW_HEADS, WORD_HEADS
from training.readers.m2e2 import read_m2e2
from training.readers.muc4 import read_muc4
from training.readers.polnear import read_polnear
from training.readers.tokens import read_dyads, read_factuality, read_police_acts, read_re3d, read_relevance


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def labels_of(example: Example, head: str) -> list[str]:
    return [WORD_HEADS[head][tag] if tag != UNKNOWN else "?" for tag in example.tags[head]]


def test_read_re3d_spreads_the_tag_of_a_token_over_its_words(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Al-Orva B-Location\nCity I-Location\nfell O\n\nMen O\n")
    first, second = read_re3d(path)
    assert first.words == ["Al", "-", "Orva", "City", "fell"]
    assert labels_of(first, "entities") == ["B-Location", "I-Location", "I-Location", "I-Location", "O"]
    assert labels_of(second, "entities") == ["O"]


def test_read_dyads_marks_who_did_it_to_whom(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Raiders B-S\nhit O\nthe B-T\nguards I-T\n")
    (example,) = read_dyads(path)
    assert labels_of(example, "dyads") == ["actor1", "O", "actor2", "actor2"]


def test_read_factuality_learns_from_event_words_alone(tmp_path: Path) -> None:
    rows = ["1\tThey\t_", "2\tdenied\t3.0", "3\tleaving\t-2.0", "4\tperhaps\t0.5", "", "1\tNothing\t_"]
    path = write(tmp_path / "a.conll", "\n".join(rows) + "\n")
    (example,) = read_factuality(path)
    assert labels_of(example, "factuality") == ["?", "happened", "denied", "uncertain"]


def test_read_police_acts_thins_out_the_quiet_sentences(tmp_path: Path) -> None:
    busy = ["Police killed a man.\t1\t0\t0\t1\t1"] * 2
    quiet = [f"It rained on day {day}.\t0\t0\t0\t0\t0" for day in range(20)]
    examples = list(read_police_acts(write(tmp_path / "a.tsv", "\n".join(busy + quiet) + "\n")))
    held = [any(example.window_tags["police_acts"]) for example in examples]
    assert (held.count(True), held.count(False)) == (2, 2)
    told = dict(zip(WINDOW_HEADS["police_acts"], examples[0].window_tags["police_acts"], strict=True))
    assert {name for name, value in told.items() if value} == {"KILL", "FORCE", "ANY_ACTION"}


def test_read_relevance_asks_whether_any_label_holds(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", "A raid on the mill\t1\t0\nA feast at the mill\t0\t0\n")
    assert [example.window_tags["relevance"] for example in read_relevance(path, 2)] == [[1.0], [0.0]]


def test_read_m2e2_relates_arguments_to_violent_events_alone(tmp_path: Path) -> None:
    words = ["Raiders", "attacked", "guards", "who", "met", "Ion"]
    entities = [(0, 1, "PER"), (2, 3, "PER"), (5, 6, "PER")]
    attack = {
        "event_type": "Conflict:Attack",
        "trigger": {"start": 1, "end": 2},
        "arguments": [{"start": 0, "end": 1, "role": "Attacker"}, {"start": 2, "end": 3, "role": "Target"}],
    }
    meeting = {
        "event_type": "Contact:Meet",
        "trigger": {"start": 4, "end": 5},
        "arguments": [{"start": 5, "end": 6, "role": "Entity"}],
    }
    row = {
        "words": words,
        "golden-entity-mentions": [{"start": a, "end": b, "entity-type": kind} for a, b, kind in entities],
        "golden-event-mentions": [attack, meeting],
    }
    (example,) = read_m2e2(write(tmp_path / "a.jsonl", json.dumps(row) + "\n"))
    assert labels_of(example, "ace_triggers") == ["O", "Conflict:Attack", "O", "O", "Contact:Meet", "O"]
    found = {(pair.anchor, pair.span): [PAIR_ROLES[role] for role in pair.roles] for pair in example.pairs}
    assert found == {((1, 2), (0, 1)): ["actor1"], ((1, 2), (2, 3)): ["actor2"], ((1, 2), (5, 6)): []}


def test_read_muc4_labels_every_place_where_a_filler_stands(tmp_path: Path) -> None:
    template = {"incident_type": "arson", "PerpInd": [[["raiders", 0]]], "PerpOrg": [], "Target": [[["mill", 1]]]}
    template |= {"Victim": [], "Weapon": []}
    row = {"doctext": "raiders burnt a mill. the raiders fled the windmill.", "templates": [template]}
    (example,) = read_muc4(write(tmp_path / "a.jsonl", json.dumps(row) + "\n"))
    labelled = [
        (word, label)
        for word, label in zip(example.words, labels_of(example, "muc_roles"), strict=True)
        if label != "O"
    ]
    assert labelled == [("raiders", "B-PerpInd"), ("mill", "B-Target"), ("raiders", "B-PerpInd")]
    assert example.window_tags["muc_types"] == [float(name == "arson") for name in WINDOW_HEADS["muc_types"]]


def test_read_polnear_takes_the_first_annotator_of_an_article(tmp_path: Path) -> None:
    text = "Ion said the mill burnt."
    write(tmp_path / "text" / "a.txt", text)
    spans = [
        "T1\tSource 0 3\tIon",
        "T2\tCue 4 8\tsaid",
        "T3\tContent 9 17;18 23\tthe mill burnt",
        "E1\tAttribution:T2",
    ]
    write(tmp_path / "attributions" / "a_0001.ann", "\n".join(spans))
    write(tmp_path / "attributions" / "a_0002.ann", "T1\tCue 0 3\tIon")
    (example,) = read_polnear(tmp_path)
    assert labels_of(example, "sources")[:2] == ["source", "O"]
    assert labels_of(example, "cues")[:2] == ["O", "cue"]
    assert labels_of(example, "contents") == ["O", "O", "content", "content", "content", "O"]
