"""Comments from a grammar: frames with slots, filled from banks of words and from a list of groups.

One predicate stands with protected groups, with other people, with things, inside quotes and under negation, so that
neither the predicate nor the group alone tells what is hate. The folder holds `groups.yaml`, `banks.yaml` and any
number of `frames_*.yaml`; corpus/comments/frames/README.md says how they are written.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

import yaml

PROTECTED, OTHER, OBJECT, NOBODY = "protected", "other", "object", "nobody"
AUDIENCES = (PROTECTED, OTHER, OBJECT, NOBODY)
RULES = frozenset({"hate", "threat", "personal_attack", "profanity", "vulgarity", "promotion", "off_topic"})
TWIN_KINDS = {OTHER: "abuse_of_nonprotected", OBJECT: "abuse_of_object", PROTECTED: "same_of_protected"}
NOISE = 0.1
CARELESS = 0.7
"""How often a frame that begins with a small letter is written in small letters altogether."""
CONTEXT = 0.1
DRAWN = 10
FAMILY_CATEGORIES = frozenset({"race", "ethnicity", "religion", "nationality", "migrant"})
FOLK = ("people", "people", "men", "women", "families", "youths", "children")
KEPT = frozenset({"place", "office", "name", "official", "handle", "animals", "nonprotected", "things", "insult_one"})
"""Slots that mean the same wherever they stand in a text."""
LONGEST_QUOTE = 14
OFTENEST = 8
TRIES = 60

_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SENTENCE_START = re.compile(r"(^[\"“'(]*|[.!?]\s+[\"“'(]*)([a-z])")
_ARTICLE = re.compile(r"\b([Aa])n? (?=[\"“']?(\w+))")
_CONSONANT_SOUND = re.compile(r"(uni|use|usu|eu|one\b|ukr|uy)", re.IGNORECASE)
_VOWEL_SOUND = re.compile(r"([aeio]|u|hour|honest|honou?r|lgbt|mp\b)", re.IGNORECASE)
_ENDS_BARE = re.compile(r"[.!]$")
_LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"})


class Row(TypedDict):
    """One comment as the classifier learns from it."""

    text: str
    gold: str
    rules: list[str]
    kind: str
    target: str
    source: str


@dataclass(frozen=True, slots=True)
class Target:
    """A group of people or a sort of thing with the words for it."""

    name: str
    audience: str
    category: str
    forms: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """A text with slots, and what a comment made of it breaks."""

    text: str
    kind: str
    rules: tuple[str, ...]
    audience: str
    categories: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    disguised: bool = False

    def takes(self, target: Target) -> bool:
        """Whether the frame can be said of the target."""
        if self.audience != target.audience:
            return False
        if self.categories and target.category not in self.categories:
            return False
        if self.names and target.name not in self.names:
            return False
        return "{slur" not in self.text or bool(target.forms.get("slur"))


@dataclass(slots=True)
class Grammar:
    """All that comments are made from."""

    targets: list[Target]
    banks: Mapping[str, Sequence[str]]
    frames: list[Frame]
    quotable: list[Frame] = field(default_factory=list)


NOBODY_AT_ALL = Target("none", NOBODY, "", {})


def generate(folder: Path, count: int, seed: int) -> Iterator[Row]:
    """Yield so many different comments, half of them hate, evenly over kinds and groups, alike for the same seed."""
    grammar = read_grammar(folder)
    rng = random.Random(seed)
    uses: Counter[str] = Counter()
    seen: set[str] = set()
    turns = (_turns(grammar, rng, hateful=True), _turns(grammar, rng, hateful=False))
    for number in range(count):
        for _ in range(TRIES):
            frame = next(turns[number % 2])
            row = _make_row(grammar, frame, rng, uses)
            if row["text"].casefold() not in seen:
                break
        else:
            raise ValueError(f"the frames of {folder} give no more than {number} different comments")
        seen.add(row["text"].casefold())
        uses[_use_of(row["target"], frame)] += 1
        yield row


def read_grammar(folder: Path) -> Grammar:
    """Read the groups, the banks and the frames with their twins."""
    groups = _read(folder / "groups.yaml")
    targets = [_as_target(audience, entry) for audience in (PROTECTED, OTHER, OBJECT) for entry in groups[audience]]
    banks = {name: _lines(text) for name, text in _read(folder / "banks.yaml").items()}
    frames: list[Frame] = []
    quotable: list[Frame] = []
    for path in sorted(folder.glob("frames_*.yaml")):
        for block in _read(path):
            own = list(_as_frames(block))
            frames.extend(own)
            frames.extend(_twins(block, own))
            if block.get("quotable"):
                quotable.extend(own)
            if block.get("disguise"):
                frames.extend(_disguised(own))
    return Grammar(targets, banks, list(dict.fromkeys(frames)), quotable)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _as_target(audience: str, entry: Mapping[str, Any]) -> Target:
    forms = {
        form: [entry[form]] if isinstance(entry[form], str) else list(entry[form])
        for form in ("many", "one", "adj", "slur")
        if form in entry
    }
    return Target(entry["id"], audience, entry.get("category", ""), forms)


def _as_frames(block: Mapping[str, Any]) -> Iterator[Frame]:
    rules = tuple(block["rules"])
    unknown = set(rules) - RULES
    if unknown or block["for"] not in AUDIENCES:
        raise ValueError(
            f"frames of kind {block['kind']}: unknown rule or audience: {sorted(unknown)}, {block['for']}"
        )
    categories, names = frozenset(block.get("categories", ())), frozenset(block.get("groups", ()))
    for text in _lines(block["texts"]):
        yield Frame(text, block["kind"], rules, block["for"], categories, names)


def _twins(block: Mapping[str, Any], frames: Iterable[Frame]) -> Iterator[Frame]:
    """The same words for another audience, with the rules that they break there."""
    for audience, rules in block.get("twins", {}).items():
        for frame in frames:
            yield Frame(frame.text, TWIN_KINDS[audience], tuple(rules), audience)


def _disguised(frames: Iterable[Frame]) -> Iterator[Frame]:
    for frame in frames:
        kind = "disguised_spelling" if frame.rules else "disguised_harmless"
        yield Frame(frame.text, kind, frame.rules, frame.audience, frame.categories, frame.names, disguised=True)


def _turns(grammar: Grammar, rng: random.Random, *, hateful: bool) -> Iterator[Frame]:
    """Frames without end: kind after kind, and within a kind all its frames before one comes again."""
    kinds: dict[str, list[Frame]] = {}
    for frame in grammar.frames:
        if ("hate" in frame.rules) is hateful:
            kinds.setdefault(frame.kind, []).append(frame)
    if not kinds:
        raise ValueError(f"no frames that are {'' if hateful else 'not '}hateful")
    left: dict[str, list[Frame]] = {kind: [] for kind in kinds}
    while True:
        # a kind of many frames comes more often than one of few, but not in proportion
        order = [kind for kind in kinds for _ in range(min(1 + len(kinds[kind]) // 12, OFTENEST))]
        rng.shuffle(order)
        for kind in order:
            if not left[kind]:
                left[kind] = rng.sample(kinds[kind], len(kinds[kind]))
            yield left[kind].pop()


def _make_row(grammar: Grammar, frame: Frame, rng: random.Random, uses: Mapping[str, int]) -> Row:
    target = _choose_target(grammar, frame, rng, uses)
    text = _spell(_fill(grammar, _with_context(frame.text, rng), target, rng))
    if frame.disguised:
        text = disguise(text, rng, _key_words(text, target))
    if frame.text[0].islower() and rng.random() < CARELESS:
        text = text.lower()
    text = _add_noise(text, rng)
    return {
        "text": text,
        "gold": "reject" if frame.rules else "approve",
        "rules": list(frame.rules),
        "kind": frame.kind,
        "target": target.name,
        "source": "frames",
    }


def _with_context(text: str, rng: random.Random) -> str:
    """Now and then a sentence before or after that breaks no rule and says nothing of the group."""
    place = rng.random() / CONTEXT
    if place < 1:
        return "{opener} " + text
    if place < 2:
        return (text if text[-1] in '.!?"' else text + ".") + " {closer}"
    return text


def _choose_target(grammar: Grammar, frame: Frame, rng: random.Random, uses: Mapping[str, int]) -> Target:
    if frame.audience == NOBODY:
        return NOBODY_AT_ALL
    fitting = [target for target in grammar.targets if frame.takes(target)]
    if not fitting:
        raise ValueError(f"nobody fits the frame {frame.text!r}")
    drawn = rng.sample(fitting, min(len(fitting), DRAWN))
    return min(drawn, key=lambda target: uses.get(_use_of(target.name, frame), 0))


def _use_of(name: str, frame: Frame) -> str:
    """Counted apart, so that no group is named in hateful comments more often than in others."""
    return f"{name} {'hate' in frame.rules}"


def _fill(grammar: Grammar, text: str, target: Target, rng: random.Random) -> str:
    """Fill slots and choices from the outside in until none is left; the target keeps its names within a text."""
    words = _choose_words(target, rng)
    used: set[str] = set()
    while True:
        choice = _CHOICE.search(text)
        if choice:
            text = text[: choice.start()] + rng.choice(choice[1].split("|")) + text[choice.end() :]
            continue
        slot = _SLOT.search(text)
        if not slot:
            return text
        name = slot[1]
        filling = words.get(name) or _fill_slot(grammar, name, target, rng, used)
        if name in KEPT:
            words[name] = filling
        used.add(filling)
        text = text[: slot.start()] + filling + text[slot.end() :]


def _choose_words(target: Target, rng: random.Random) -> dict[str, str]:
    """What the slots of a target stand for in one text."""
    slots = {"many": "groups", "one": "group", "adj": "adj", "slur": "slur"}
    words = {slots[form]: rng.choice(entries) for form, entries in target.forms.items()}
    if target.category in FAMILY_CATEGORIES and rng.random() < NOISE:
        words["groups"] = f"{words['adj']} {rng.choice(FOLK)}"
    if "slur" in words:
        words["slurs"] = _plural(words["slur"])
    return words


def _fill_slot(grammar: Grammar, name: str, target: Target, rng: random.Random, used: Set[str]) -> str:
    if name in {"others", "nonprotected", "things"}:
        audience = {"others": PROTECTED, "nonprotected": OTHER, "things": OBJECT}[name]
        pool = [each for each in grammar.targets if each.audience == audience and each.name != target.name]
        return rng.choice(rng.choice(pool).forms["many"])
    if name == "quote":
        return _quote(grammar, target, rng)
    if name not in grammar.banks:
        raise ValueError(f"no bank for the slot {{{name}}}")
    bank = grammar.banks[name]
    return rng.choice([entry for entry in bank if entry not in used] or bank)


def _plural(noun: str) -> str:
    if noun.endswith("trash"):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("ch", "s", "z")) else "s")


def _quote(grammar: Grammar, target: Target, rng: random.Random) -> str:
    """A hateful sentence of the target, without its full stop, as others quote it."""
    fitting = [frame for frame in grammar.quotable if frame.takes(target)]
    for _ in range(TRIES):
        text = _spell(_fill(grammar, rng.choice(fitting).text, target, rng))
        if len(text.split()) <= LONGEST_QUOTE and '"' not in text:
            return _ENDS_BARE.sub("", text)
    raise ValueError("no hateful frame is short enough to be quoted")


def _spell(text: str) -> str:
    """Blanks, capitals and articles as they should be."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.!?;])", r"\1", text)
    text = re.sub(r"([?!])\.", r"\1", text)
    text = _ARTICLE.sub(lambda found: found[1] + ("n " if _starts_with_vowel(found[2]) else " "), text)
    return _SENTENCE_START.sub(lambda found: found[1] + found[2].upper(), text)


def _starts_with_vowel(word: str) -> bool:
    return bool(_VOWEL_SOUND.match(word)) and not _CONSONANT_SOUND.match(word)


def _key_words(text: str, target: Target) -> list[str]:
    """The words that a writer would hide: those for the group, then the longer ones."""
    named = {word.casefold() for form in target.forms.values() for each in form for word in each.split()}
    words = re.findall(r"[A-Za-z]{3,}", text)
    telling = [word for word in words if word.casefold() in named and word.casefold() != "people"]
    rest = sorted((word for word in words if word.casefold() not in named), key=len, reverse=True)
    return list(dict.fromkeys(telling[:1] + rest[:2])) or words[:1]


def disguise(text: str, rng: random.Random, words: Sequence[str]) -> str:
    """Hide one or two of the words as writers do who want to get past a filter."""
    if rng.random() < 0.08:
        return text.replace(" ", "")
    for word in rng.sample(list(words), min(len(words), rng.choice((1, 1, 2)))):
        text = re.sub(rf"\b{word}\b", _hide(word, rng), text)
    return text


def _hide(word: str, rng: random.Random) -> str:
    inner = rng.randrange(1, len(word) - 1)
    ways = (
        word.translate(_LEET),
        " ".join(word),
        "-".join(word),
        ".".join(word),
        word[:inner] + "*" + word[inner + 1 :],
        word[:inner] + word[inner + 1 :],
        word[:inner] + word[inner + 1] + word[inner] + word[inner + 2 :],
        word[: inner + 1] + word[inner] * 2 + word[inner + 1 :],
        word[:1] + re.sub("[aeiou]", "", word[1:]),
        word[:1] + re.sub("[aeiou]", "*", word[1:]),
    )
    return rng.choice([way for way in ways if way != word])


def _add_noise(text: str, rng: random.Random) -> str:
    """Now and then small letters or capitals only, no full stop, no comma, two letters swapped, signs repeated."""
    if rng.random() < NOISE:
        text = text.lower()
    elif rng.random() < NOISE / 4:
        text = text.upper()
    if rng.random() < 2 * NOISE:
        text = _ENDS_BARE.sub("", text)
    elif rng.random() < NOISE / 2:
        text = _ENDS_BARE.sub(rng.choice(("!", "!!", "...", " !!!")), text)
    if rng.random() < NOISE:
        text = text.replace(",", "").replace("'", rng.choice(("", "’")))
    if rng.random() < NOISE / 2:
        text = _swap_letters(text, rng)
    return text


def _swap_letters(text: str, rng: random.Random) -> str:
    places = [found.start() for found in re.finditer(r"(?<=[A-Za-z])[a-z](?=[a-z])", text)]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
