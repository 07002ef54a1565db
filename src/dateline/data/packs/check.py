"""Checks this evidence pack with nothing but Python (3.8 or newer): run `python3 -I check.py` in its folder.

It prints every fault that it finds and ends with exit code 1 where there is one. README.txt tells how it is hashed.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
STATES = {"approve": "approved", "reject": "rejected", "unsure": "unsure", "correct": "superseded"}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def hash_json(row, *names, **more):
    """The hash of those fields of a row, and of more, as canonical JSON."""
    fields = dict({name: row[name] for name in names}, **more)
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass"))


def read(name):
    return (HERE / name).read_bytes()


def load(name):
    return json.loads(read(name).decode("utf-8", "surrogatepass"))


def check_files():
    """Every file has the hash that SHA256SUMS gives, and there is no other file."""
    listed = {"SHA256SUMS"}
    for line in read("SHA256SUMS").decode("ascii").splitlines():
        digest, name = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)", line).groups()
        listed.add(name)
        if not (HERE / name).is_file():
            yield name + ": is missing"
        elif sha256(read(name)) != digest:
            yield name + ": its bytes do not have the hash in SHA256SUMS"
    for path in sorted(HERE.rglob("*")):
        name = path.relative_to(HERE).as_posix()
        if not path.is_dir() and name not in listed:
            yield name + ": is not of this pack"


def check_capture(folder, custody, text_hash):
    capture, picture, at = custody["capture"], custody["screenshot"], custody["capture"]["sha256"]
    if hash_json(capture, "address", "retrieved", "sha256", "media_type") != capture["id"]:
        yield folder + "custody.json: the capture's address, time, hash or media type was changed"
    if capture["has_bytes"] and sha256(read(folder + "original.bin")) != at:
        yield folder + "original.bin: does not have the hash that was kept with it"
    if picture and sha256(read(folder + "screenshot.png")) != picture["sha256"]:
        yield folder + "screenshot.png: does not have the hash that was kept with it"
    for step in custody["conversions"]:
        if step["from_sha256"] != at:
            yield folder + "custody.json: the step " + step["step"] + " does not start from what was there before"
        at = step["to_sha256"]
    if custody["conversions"] and at != text_hash:
        yield folder + "custody.json: the last step does not give the text"


def check_report(folder, records):
    """A report as kept, where it came from, and that its records are all that its coders gave."""
    content, text, custody = read(folder + "report.json"), read(folder + "text.txt"), load(folder + "custody.json")
    report, kept, ids = load(folder + "report.json"), custody["report"], []
    digest = hash_json(kept, "capture_id", "added", content=content.decode("utf-8", "surrogatepass"))
    if digest != kept["sha256"] or kept["capture_id"] != (custody["capture"] or {"id": None})["id"]:
        yield folder + "report.json: does not have the hash that was kept with it, or is of another capture"
    if report["text"].encode("utf-8", "surrogatepass") != text:
        yield folder + "text.txt: is not the text of the report"
    content_id = "r-" + hash_json(report, "title", "published", "publisher", "text")[:20]
    if re.fullmatch(r"r-[0-9a-f]{20}", report["id"]) and report["id"] != content_id:
        yield folder + "report.json: its id is not the hash of what was published"
    if custody["capture"]:
        yield from check_capture(folder, custody, sha256(text))
    for coding in load(folder + "codings.json"):
        ids += coding["record_ids"]
        names = ("coder", "version", "settings", "started", "record_ids")
        if hash_json(coding, *names, report_id=report["id"]) != coding["sha256"]:
            yield folder + "codings.json: does not tell the records that the run gave"
    if sorted(ids) != sorted(row["record_id"] for row in records):
        yield folder + "records.json: has not all the records of its codings, or others"
    for row in records:  # an id is made of what the record says, and each record stands on words of the text
        name = folder + "records.json: record " + row["record_id"]
        digest = hash_json(row, "kind", "record", "coder", report_id=report["id"])
        if row["record_id"][:2] + digest[:24] != row["record_id"]:
            yield name + " was changed: what it says does not give its id"
        for words in row["record"]["evidence"]:
            if report["text"][words["start"] : words["end"]] != words["quote"]:
                yield f"{name} does not have its words at {words['start']}-{words['end']} of the text"


def is_under(row, checkpoint):
    """Whether a decision's proof leads to the checkpoint's root (RFC 9162, section 2.1.3.2)."""
    node, at = hashlib.sha256(b"\0" + bytes.fromhex(row["hash"])).digest(), row["seq"] - 1
    last = checkpoint["decision_count"] - 1
    for step in map(bytes.fromhex, row["proof"]):
        if at & 1 or at == last:
            node = hashlib.sha256(b"\1" + step + node).digest()
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + step).digest()
        at, last = at >> 1, last >> 1
    return at == last == 0 and node.hex() == checkpoint["decision_root"]


def check_pack():
    """Reports with their records; decisions, the states that they give, and their place under the checkpoint."""
    pack, states, undone, found = load("pack.json"), {}, set(), {}
    for folder in pack["folders"]:
        records = load(folder + "records.json")
        states.update((row["record_id"], row["state"]) for row in records)
        yield from check_report(folder, records)
    for row in sorted(load("decisions.json"), key=lambda row: -row["seq"]):
        name = f"decisions.json: decision {row['seq']}"
        if hash_json(row, *(set(row) - {"hash", "proof"})) != row["hash"]:
            yield name + " was changed after it was made"
        if row["proof"] is not None and not is_under(row, pack["checkpoint"]):
            yield name + " is not under the checkpoint"
        if row["seq"] not in undone and row["kind"] == "undo":
            undone.add(row["supersedes"])
        elif row["seq"] not in undone and row["kind"] in STATES:
            found.setdefault(row["record_id"], STATES[row["kind"]])
    for record_id, state in sorted(states.items()):
        if found.get(record_id, "proposed") != state:
            yield "record " + record_id + ": is told to be " + state + ", but its decisions say otherwise"
    if pack["checkpoint"]:
        line = "decisions {decision_count} {decision_root}".format(**pack["checkpoint"])
        if line not in read("checkpoint.txt").decode().splitlines():
            yield "checkpoint.txt: does not state what the proofs lead to"


count = 0
for check in (check_files, check_pack):
    try:
        for fault in check():
            print(fault)
            count += 1
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"a file is missing or damaged: {type(error).__name__}: {error}")
        count += 1
print(f"faults: {count}" if count else "no fault: everything is as it was packed")
sys.exit(1 if count else 0)
