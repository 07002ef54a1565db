"""Abettors: people held because they are said to have helped, fed or hidden a group are no members of it."""

from __future__ import annotations

import re

from dateline.assemble.contexts import Context
from dateline.model.actors import ARMED, ActorRef
from dateline.model.annotations import Trigger
from dateline.model.spans import Span

_PEOPLE = (
    r"(?:men|man|women|woman|people|persons?|individuals?|youths?|teenagers?|boys?|girls?|civilians?|villagers?|"
    r"residents?|locals|suspects?|farmers?|shepherds?|herders?|traders?|shopkeepers?|drivers?|fishermen|relatives|"
    r"brothers|sisters|wives|nationals|citizens|others|pharmacists?|doctors?|nurses?|teachers?|students?|elders?)"
)
_HELPERS = (
    r"(?:helpers?|collaborators?|accomplices?|informants?|informers?|suppliers?|sympathi[sz]ers?|abettors?|"
    r"harbou?rers|hosts|lookouts?|spies|spy)"
)
_LEAD = (
    r"(?:(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|A|An|At least|Several|Some|Dozens of)\s+)?"
    r"(?:(?!(?:of|from|in|at|and|who|by|after|on|that|said|the)\b)(?-i:[a-z\d])[\w'’-]*\s+|"
    r"(?-i:[A-Z])[a-z]+(?:ian|ese|i|ish)s?\s+){0,4}"
)
_GOODS = (
    r"(?:food|meals|water|shelter|refuge|sanctuary|lodging|fuel|money|cash|funds|medicines?|medical|information|intelligence|"
    r"supplies|provisions|rations|logistics|logistical|support|help|aid|assistance|SIM|transport)"
)
_HELPING = (
    r"(?:(?:help|aid|assist|support|abett|shelter|harbou?r|collaborat|cooperat|co-operat|suppl|feed|fed|hid|hous|"
    r"inform|spy|guid|fund|financ|tipp)(?:ed|ing|ied|ying|den|t)?\b|"
    rf"(?:giv|gave|provid|offer|pass|sell|sold|carr|bring|brought|deliver|send|sent|smuggl|transport)\w*\s+(?:[\w-]+\s+){{0,3}}?{_GOODS}\b)"
)
_SAID = (
    r"(?:(?:are\s+|were\s+|is\s+|was\s+)?(?:suspected|accused|charged|believed|alleged|thought|said)\s+"
    r"(?:of|with|to have|to be)\s+(?:having\s+)?|on suspicion of\s+(?:having\s+)?|on (?:a\s+)?charges? of\s+|"
    r"for\s+(?:allegedly\s+)?(?:having\s+)?|who\s+(?:had\s+|have\s+|allegedly\s+|reportedly\s+|are said to have\s+|"
    r"were said to have\s+|had been\s+|were\s+|are\s+){0,2})"
)
_BEHIND = re.compile(
    rf"\s+(?:of\s+)?(?:(?P<people>{_LEAD}{_PEOPLE})\s+(?:[\w-]+\s+){{0,4}}?{_SAID}{_HELPING}|(?P<helpers>{_LEAD}{_HELPERS})\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:(?<!\w)(?P<people>{_LEAD}{_PEOPLE}),?\s+{_SAID}{_HELPING}[^.;]{{0,90}}?|(?<!\w)(?P<helpers>{_LEAD}{_HELPERS})\s[^.;,]{{0,60}}?)"
    r"(?:was|were|been|being)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"(?<!\w)(?P<people>{_LEAD}{_PEOPLE})\s+(?:(?:was|were|have been|had been|has been)\s+)(?:\w+\s+)?$",
    re.IGNORECASE,
)
_REASON = re.compile(rf"\s+(?:[^.;,]{{0,60}}?\s)?(?:{_SAID})(?<!who )(?<!who had ){_HELPING}", re.IGNORECASE)


def find_abettors(context: Context, trigger: Trigger) -> ActorRef | None:
    """The civilians whom an arrest takes for the help that they gave; None where it takes anybody else."""
    sentence = context.sentence_at(trigger.span.start).span
    start, end = max(sentence.start, trigger.span.start - 160), min(sentence.end, trigger.span.end + 160)
    text, before = context.text, context.text[start : trigger.span.start]
    told = _BEHIND.match(text, trigger.span.end, end) or _BEFORE.search(before)
    told = told or (_PASSIVE.search(before) if _REASON.match(text, trigger.span.end, end) else None)
    if told is None:
        return None
    group = "people" if told.group("people") else "helpers"
    shift = 0 if told.string is text else start
    who = Span(told.start(group) + shift, told.end(group) + shift)
    if _names_a_group(context, who):
        return None
    return ActorRef(name="Civilians", mention=who.text_in(text))


def _names_a_group(context: Context, who: Span) -> bool:
    """ "Two Islamic State men": these are its own."""
    rows = context.actors.get(context.sentence_at(who.start).index, ())
    return any(row.span.overlaps(who) and row.mention.form == "named" and row.category in ARMED for row in rows)
