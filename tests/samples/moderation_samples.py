"""Comments that wait, with suggestions by a moderator of the tests: what the page of moderation is tried on."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from dateline.model.comments import FLAGS, Comment, NewComment, Reason, Suggestion
from dateline.model.ports import Store

REPORT = "report:r-raid-3-tigris"
WORDS: dict[str, tuple[str, float]] = {
    "liar": ("personal_attack", 0.86),
    "darn": ("profanity", 0.71),
    "buy cheap": ("promotion", 0.96),
    "off with them": ("threat", 0.93),
}
"""What the moderator of the tests goes by: the flag, and how sure it is."""
HOSTILE = "<script>window.pwned = 1</script><b>bold</b> \u202etxet desrever {{7*7}} " + "😀" * 200 + "W" * 400
TEXTS = (
    "My cousin was at the post that night. It was closer to four in the morning than to five.",
    "You are a liar, and everybody at your paper knows it.",
    "The army should say how many of its own it lost. It never does.",
    "Why the darn map again? The post lies east of the road.\n\nThe road itself was closed.",
    "buy cheap batteries at batteries.example, best price in town, ask for Sam",
    "Criticism of the ministry is fair, but the photo is from another year.",
    "Whoever did this, off with them, all of them, house by house.",
    "Thank you for naming the source of the number.",
    "I lost a friend there. Please spell his town's name as people there do.",
    "The second paragraph says Tuesday and the third says Monday. Which is it?",
    "buy cheap tyres, buy cheap oil, buy cheap anything: shop.example",
    "A good report. The officer's words could be given in full.",
)
NAMES = ("Layla", "Hassan", "R. Miller", "Ewa", "Sam", "Dilan", "Anon", "Noor", "Petros", "Jo", "Sam", "Ines")


class WordModerator:
    """Suggests by a handful of words: for tests alone."""

    def suggest(self, texts: Sequence[str], articles: Sequence[str | None] | None = None) -> list[Suggestion]:
        return [suggest_by_words(text) for text in texts]


def suggest_by_words(text: str) -> Suggestion:
    """What `WORDS` find in a text."""
    flags: dict[str, float] = dict.fromkeys(FLAGS, 0.04)
    reasons = []
    for words, (flag, sure) in WORDS.items():
        at = text.find(words)
        if at >= 0:
            flags[flag] = sure
            reasons.append(Reason(flag, at, at + len(words), words))
    return Suggestion("reject" if reasons else "approve", flags, tuple(reasons), "word-moderator 0.1")


def add_comment(
    store: Store, text: str, name: str = "Layla", contact: str | None = None, page: str = REPORT
) -> Comment:
    """Keep one comment. In: `contact`, hashed without a key here."""
    new = NewComment(
        page=page,
        name=name,
        text=text,
        receipt_hash=sha256(f"{page} {name} {text}".encode()).hexdigest(),
        contact_hash=sha256(contact.encode()).hexdigest() if contact else None,
        address_hash=sha256(name.encode()).hexdigest(),
    )
    return store.comments.add(new, suggest_by_words(text))


def fill_comments(store: Store) -> list[Comment]:
    """A dozen comments that wait, in the order in which they came; two of them by the same writer."""
    return [add_comment(store, text, name) for text, name in zip(TEXTS, NAMES, strict=True)]
