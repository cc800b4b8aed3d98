#!/usr/bin/env python3
"""Resolves qconfigs in plain Python: dictionaries, CPython's own `re`, one row after the other.

    Scripts/reference-resolver.py RULES INPUT...  > answers.tsv

RULES is a rules file in the shape of `QConfigMapping.to_dict()`. Each INPUT is a `.tsv` file with
a header, `-` is standard input; several inputs are answered as one stream in the column order of
the first. The rows come out with `qconfig` and `rule` behind them.

It is written straight from the semantics and shares no code with the library, so that each can
show the other wrong. With its cache it is also the plain Python that benchmarks compare with:
the loop over the rows is as fast as Python gets without leaving the straight way.
"""
import argparse
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPELLINGS = ROOT / "Tests/Fixtures/torch-tables/torch_aliases.json"
TIERS = ("", "object_type", "module_name_regex", "module_name", "module_name_object_type_order")
FIELDS = ("op", "module_path", "module_type", "target", "index", "model")
UNASKED = ("null", "none")


class Number(str):
    """A JSON number as it was written: 1.0 stays 1.0, and no digit of a long integer is lost."""


class Members(list):
    """The members of a JSON object, a repeated name among them."""


def parse_json(text):
    def refuse(word):
        raise ValueError(f"{word} is no JSON")

    return json.loads(
        text, parse_int=Number, parse_float=Number, parse_constant=refuse, object_pairs_hook=Members
    )


def compact(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, Members):
        return "{" + ",".join(f"{compact(name)}:{compact(v)}" for name, v in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def cell(qconfig):
    """A qconfig as a table prints it: a string is bare where that can't be misread."""
    text = compact(qconfig)
    if isinstance(qconfig, Number) or not isinstance(qconfig, str) or text != f'"{qconfig}"':
        return text
    try:
        parse_json(qconfig)
    except ValueError:
        return qconfig
    return text


class Rules:
    """The five tiers as dictionaries from key to answer: the cell of the qconfig, the rule."""

    def __init__(self, path):
        tiers = dict(parse_json(pathlib.Path(path).read_text("utf-8")))
        if unknown := set(tiers) - set(TIERS):
            sys.exit(f"{path}: unknown keys: {', '.join(sorted(unknown))}")
        self.canonical = dict(parse_json(SPELLINGS.read_text("utf-8")))
        qconfig = tiers.get("")
        self.default = UNASKED if qconfig is None else (cell(qconfig), "global")

        def answers(tier, key):
            # A key set again takes the new qconfig and keeps its place, as a dictionary does.
            entries = {key(entry): entry[-1] for entry in tiers.get(tier, [])}
            return {
                key: (cell(qconfig), f"{tier}[{position}]")
                for position, (key, qconfig) in enumerate(entries.items())
            }

        name = self.canonical_name
        types = answers("object_type", lambda entry: name(entry[0]))
        patterns = answers("module_name_regex", lambda entry: entry[0])
        orders = answers(
            "module_name_object_type_order",
            lambda entry: (entry[0], name(entry[1]), int(entry[2])),
        )
        self.module_names = answers("module_name", lambda entry: entry[0])
        self.regexes = [(re.compile(p).match, answer) for p, answer in patterns.items()]

        # All spellings of a type go into the tables, so that a row is looked up as it is written.
        spellings = {}
        for spelling, canonical in self.canonical.items():
            spellings.setdefault(canonical, [canonical]).append(spelling)
        self.object_types = {s: types[t] for t in types for s in spellings.get(t, [t])}
        #: (submodule, object type) -> [number of the pair, {index: answer}]
        self.orders = {}
        for (path, type_, index), answer in orders.items():
            if (path, type_) not in self.orders:
                pair = [len(self.orders), {}]
                for spelling in spellings.get(type_, [type_]):
                    self.orders[path, spelling] = pair
            self.orders[path, type_][1][index] = answer
        self.ordered_types = {type_ for _, type_ in self.orders}

    def canonical_name(self, type_):
        return self.canonical.get(type_, type_)

    def by_path(self, path):
        """The answer of the tiers that ask only for the path, or `None`."""
        module_names = self.module_names
        nearest = path
        while nearest:
            if nearest in module_names:
                return module_names[nearest]
            nearest = nearest.rpartition(".")[0]
        for match, answer in self.regexes:
            if match(path):
                return answer
        return None


class Cache(dict):
    """Answers by path, each asked for once."""

    def __init__(self, by_path):
        self.by_path = by_path

    def __missing__(self, path):
        answer = self[path] = self.by_path(path)
        return answer


def answers(rules, rows, at, by_path):
    """Yields the cells of each row and its answer."""
    object_types, default = rules.object_types, rules.default
    orders, ordered_types = rules.orders, rules.ordered_types
    at_op, at_path, at_type, at_target, at_index, at_model = map(at.get, FIELDS)
    counts, model = {}, None
    for cells in rows:
        path = cells[at_path]
        type_ = cells[at_type] if at_type is not None else ""
        op = cells[at_op] if at_op is not None else ""
        if at_model is not None and cells[at_model] != model:
            model = cells[at_model]
            counts.clear()
        # tiers 4 and 3, then 2 and 1: the first answer from above
        answer = by_path(path)
        if op == "call_module" or not op:
            if answer is None:
                answer = object_types.get(type_, default)
            used, calls = type_, True
        elif op == "call_function" or op == "call_method":
            used = cells[at_target] if at_target is not None else ""
            calls = op == "call_function"
            if answer is None:
                answer = object_types.get(type_) or object_types.get(used, default)
        elif op == "get_attr":
            if answer is None:
                answer = object_types.get(type_, default)
            calls = False
        elif op == "placeholder" or op == "output":
            yield cells, UNASKED
            continue
        else:
            sys.exit(f"unknown op '{op}' of '{path}'")
        # tier 5; only uses that an order rule may name are counted
        if calls and used in ordered_types:
            pair = orders.get((path if op == "call_function" else path.rpartition(".")[0], used))
            if pair:
                count = counts.get(pair[0], 0)
                counts[pair[0]] = count + 1
                index = cells[at_index] if at_index is not None else ""
                answer = pair[1].get(int(index) if index else count, answer)
        yield cells, answer


def rows(file, name, width):
    for number, line in enumerate(file, 2):
        cells = line.rstrip("\n").split("\t")
        if len(cells) != width:
            sys.exit(f"{name}:{number}: {len(cells)} cells, the header has {width}")
        yield cells


def main():
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("rules", help="rules file, as QConfigMapping.to_dict() in JSON")
    options.add_argument("inputs", nargs="+", metavar="INPUT", help=".tsv with a header, or -")
    options.add_argument(
        "--cache", action=argparse.BooleanOptionalAction, default=True,
        help="keep the answers of each path",
    )
    options.add_argument("--select", metavar="COLUMNS", help="the columns to print, with commas")
    options.add_argument(
        "--header", action=argparse.BooleanOptionalAction, default=True,
        help="print the names of the columns first",
    )
    asked = options.parse_args()
    rules = Rules(asked.rules)
    by_path = Cache(rules.by_path).__getitem__ if asked.cache else rules.by_path
    out = open(sys.stdout.fileno(), "w", 1 << 20, encoding="utf-8", newline="\n")
    first = None
    for name in asked.inputs:
        source = sys.stdin.fileno() if name == "-" else name
        with open(source, encoding="utf-8", newline="\n") as file:
            header = file.readline().rstrip("\n").removeprefix("\ufeff").split("\t")
            at = {column: position for position, column in enumerate(header)}
            if "module_path" not in at:
                sys.exit(f"{name}: no column 'module_path'")
            if first is None:
                first = header
                printed = asked.select.split(",") if asked.select else [*header, "qconfig", "rule"]
                if asked.header:
                    out.write("\t".join(printed) + "\n")
            elif sorted(first) != sorted(header):
                sys.exit(f"{name}: other columns than {asked.inputs[0]}")
            answered = answers(rules, rows(file, name, len(header)), at, by_path)
            if printed == ["qconfig"]:
                out.writelines(answer[0] + "\n" for _, answer in answered)
                continue
            if printed == [*header, "qconfig", "rule"]:
                out.writelines("\t".join((*cells, *answer)) + "\n" for cells, answer in answered)
                continue
            places = {**at, "qconfig": len(header), "rule": len(header) + 1}
            if unknown := [column for column in printed if column not in places]:
                sys.exit(f"{name}: no column '{unknown[0]}'")
            picked = [places[column] for column in printed]
            for cells, answer in answered:
                cells += answer
                out.write("\t".join([cells[place] for place in picked]) + "\n")
    out.close()


if __name__ == "__main__":
    main()
