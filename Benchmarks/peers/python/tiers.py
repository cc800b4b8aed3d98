"""The tiers of a rules file as plain lists, for the peers that are driven from Python."""
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[3]
SPELLINGS = ROOT / "Tests/Fixtures/torch-tables/torch_aliases.json"


def cell(qconfig):
    """A qconfig as a table prints it: a string is bare where that can't be taken for JSON."""
    text = json.dumps(qconfig, ensure_ascii=False, separators=(",", ":"))
    if not isinstance(qconfig, str) or "\\" in text:
        return text
    try:
        json.loads(qconfig)
    except ValueError:
        return qconfig
    return text


class Tiers:
    """Every tier as (key ..., number of its answer); `answers` has the (qconfig, rule) of each."""

    def __init__(self, path):
        rules = json.loads(pathlib.Path(path).read_text("utf-8"))
        canonical = json.loads(SPELLINGS.read_text("utf-8"))
        spellings = {}
        for spelling, name in canonical.items():
            spellings.setdefault(name, {name}).add(spelling)
        self.answers = []

        def tier(name, key_of):
            entries = {key_of(entry): cell(entry[-1]) for entry in rules.get(name, [])}
            for position, (key, label) in enumerate(entries.items()):
                self.answers.append((label, f"{name}[{position}]"))
                yield key, len(self.answers) - 1

        def type_of(name):
            return canonical.get(name, name)

        default = rules.get("")
        self.answers.append(("null", "none") if default is None else (cell(default), "global"))
        self.types = [
            (spelling, answer)
            for name, answer in tier("object_type", lambda entry: type_of(entry[0]))
            for spelling in spellings.get(name, [name])
        ]
        self.patterns = list(tier("module_name_regex", lambda entry: entry[0]))
        self.names = [(name, answer) for name, answer in tier("module_name", lambda e: e[0]) if name]
        self.orders = [
            (path, spelling, index, answer)
            for (path, name, index), answer in tier(
                "module_name_object_type_order", lambda e: (e[0], type_of(e[1]), e[2])
            )
            for spelling in spellings.get(name, [name])
        ]


def end_of_text(pattern):
    """Python's `\\Z` as RE2 and Rust's regex spell it."""
    parts = pattern.split("\\\\")
    return "\\\\".join(part.replace("\\Z", "\\z") for part in parts)
