#!/usr/bin/env python3
"""Asks torch's own functions, row by row, for a sample of the rows.

    resolve.py RULES INVENTORY OUTPUT [SECONDS]

Rows are drawn at random with a fixed seed and asked for until SECONDS have passed. OUTPUT gets the
number of each, from 1, and its label; standard error gets `asked N of M rows in S s`, which is
what the time of the whole inventory is reckoned from: importing torch is not in it. All rows
have to be `call_module`, each with its index.
"""
import json
import pathlib
import random
import sys
import time
import warnings

warnings.filterwarnings("ignore")
from torch.ao.quantization.fx.qconfig_mapping_utils import (
    _maybe_adjust_qconfig_for_module_name_object_type_order as by_order,
    _maybe_adjust_qconfig_for_module_type_or_name as by_tiers,
)
from torch.ao.quantization.qconfig_mapping import QConfigMapping

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
from tiers import SPELLINGS, cell


def main():
    rules, inventory, output = sys.argv[1:4]
    seconds = float(sys.argv[4]) if len(sys.argv) > 4 else 5.0
    canonical = json.loads(SPELLINGS.read_text("utf-8"))
    tiers = json.loads(pathlib.Path(rules).read_text("utf-8"))
    mapping = QConfigMapping().set_global(tiers.get(""))
    for name, qconfig in tiers.get("object_type", []):
        mapping.set_object_type(canonical.get(name, name), qconfig)
    for pattern, qconfig in tiers.get("module_name_regex", []):
        mapping.set_module_name_regex(pattern, qconfig)
    for name, qconfig in tiers.get("module_name", []):
        mapping.set_module_name(name, qconfig)
    for path, name, index, qconfig in tiers.get("module_name_object_type_order", []):
        mapping.set_module_name_object_type_order(path, canonical.get(name, name), index, qconfig)

    rng = random.Random(1)
    sample = []
    with open(inventory, encoding="utf-8", newline="\n") as file:
        header = file.readline().rstrip("\n").split("\t")
        op, path, type_, index = map(header.index, ("op", "module_path", "module_type", "index"))
        count = 0
        for count, line in enumerate(file, 1):
            # A reservoir: each row stands the same chance, and only the sample is kept.
            place = len(sample) if len(sample) < 200_000 else rng.randrange(count)
            if place == len(sample):
                sample.append((count, line))
            elif place < len(sample):
                sample[place] = (count, line)
    rng.shuffle(sample)
    rows = []
    for number, line in sample:
        cells = line.rstrip("\n").split("\t")
        if cells[op] != "call_module":
            sys.exit("error: only rows of call_module")
        name = canonical.get(cells[type_], cells[type_])
        rows.append((number, cells[path], name, int(cells[index])))

    labels = []
    start = time.perf_counter()
    for number, path, type_, index in rows:
        qconfig = by_tiers(mapping, type_, path, mapping.global_qconfig)
        owner = path.rpartition(".")[0]
        labels.append((number, by_order(mapping, owner, type_, index, qconfig)))
        elapsed = time.perf_counter() - start
        if elapsed > seconds:
            break
    print(f"asked {len(labels)} of {count} rows in {elapsed:.3f} s", file=sys.stderr)
    with open(output, "w", encoding="utf-8", newline="\n") as file:
        labels.sort(key=lambda row: row[0])
        file.writelines(f"{number}\t{cell(qconfig)}\n" for number, qconfig in labels)


main()
