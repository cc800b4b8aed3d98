#!/usr/bin/env python3
"""Resolves qconfigs in polars: distinct paths first, joins for names and types, Rust's regex.

    resolve.py RULES INVENTORY OUTPUT

What Rust's regex can't say (lookaround, back-references) is left out and said on standard error.
All rows have to be `call_module`, each with its index.
"""
import pathlib
import sys

import polars as pl

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
from tiers import Tiers, end_of_text


def parents(paths):
    """The paths up to their last dot, nothing where there is none."""
    return pl.when(paths.str.contains(".", literal=True)).then(
        paths.str.replace(r"\.[^.]*$", "")
    ).otherwise(pl.lit(""))


def table(rows, **schema):
    return pl.DataFrame(rows, schema=schema, orient="row")


def by_name(paths, names):
    """The nearest named ancestor of each path: all paths go up one step a round."""
    found, left = [], paths.select("path", name="path")
    while names.height and left.height:
        joined = left.join(names, on="name", how="left")
        found.append(joined.filter(pl.col("of_path").is_not_null()).select("path", "of_path"))
        left = joined.filter(pl.col("of_path").is_null()).select(
            "path", name=parents(pl.col("name"))
        ).filter(pl.col("name") != "")
    return pl.concat(found) if found else table([], path=pl.String, of_path=pl.Int32)


def by_regex(paths, patterns):
    """The first regex of each path: what one takes the next are not asked for."""
    found, unsaid = [], 0
    for pattern, answer in patterns:
        regex = "^(?:" + end_of_text(pattern) + ")"
        try:
            matches = paths.get_column("path").str.contains(regex)
        except pl.exceptions.ComputeError:
            unsaid += 1
            continue
        if matches.any():
            found.append(paths.filter(matches).select(
                "path", of_path=pl.lit(answer, dtype=pl.Int32)))
            paths = paths.filter(~matches)
    if unsaid:
        print(f"cannot say {unsaid} of the {len(patterns)} regexes", file=sys.stderr)
    return pl.concat(found) if found else table([], path=pl.String, of_path=pl.Int32)


def main():
    rules, inventory, output = sys.argv[1:]
    tiers = Tiers(rules)
    names = table(tiers.names, name=pl.String, of_path=pl.Int32)
    types = table(tiers.types, module_type=pl.String, of_type=pl.Int32)
    orders = table(
        [(path, type_, str(index), answer) for path, type_, index, answer in tiers.orders],
        owner=pl.String, module_type=pl.String, index=pl.String, of_order=pl.Int32)
    answers = pl.DataFrame(
        {"qconfig": [a for a, _ in tiers.answers], "rule": [b for _, b in tiers.answers]}
    ).with_row_index("answer").with_columns(pl.col("answer").cast(pl.Int32))

    rows = pl.read_csv(inventory, separator="\t", quote_char=None, infer_schema=False,
                       empty_string_is_null=False)
    columns = rows.columns
    if (rows.get_column("op") != "call_module").any():
        sys.exit("error: only rows of call_module")
    paths = rows.select(path=pl.col("module_path").unique())
    named = by_name(paths, names)
    left = paths.join(named, on="path", how="anti")
    of_path = pl.concat([named, by_regex(left, tiers.patterns)])
    paths = paths.join(of_path, on="path", how="left").with_columns(owner=parents(pl.col("path")))
    keep = {"how": "left", "maintain_order": "left"}
    result = (
        rows.lazy()
        .join(paths.lazy(), left_on="module_path", right_on="path", **keep)
        .join(types.lazy(), on="module_type", **keep)
        .join(orders.lazy(), on=["owner", "module_type", "index"], **keep)
        .with_columns(
            answer=pl.coalesce("of_order", "of_path", "of_type", pl.lit(0, dtype=pl.Int32)))
        .join(answers.lazy(), on="answer", **keep)
        .select(*columns, "qconfig", "rule")
        .collect()
    )
    result.write_csv(output, separator="\t", quote_style="never")


main()
