#!/usr/bin/env python3
"""Resolves qconfigs in DuckDB: distinct paths first, joins for names and types, RE2 for regexes.

    resolve.py RULES INVENTORY OUTPUT

What RE2 can't say (lookaround, back-references) is left out and said on standard error. All rows
have to be `call_module`, each with its index.
"""
import pathlib
import sys

import duckdb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
from tiers import Tiers, end_of_text


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def main():
    rules, inventory, output = sys.argv[1:]
    tiers = Tiers(rules)
    db = duckdb.connect()

    def table(name, columns, rows):
        db.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        if rows:
            unnested = ", ".join(f"unnest(${i + 1})" for i in range(len(columns)))
            db.execute(f"INSERT INTO {name} SELECT {unnested}", [list(c) for c in zip(*rows)])

    table("answers", ["answer INT", "qconfig TEXT", "rule TEXT"],
          [(number, *answer) for number, answer in enumerate(tiers.answers)])
    table("types", ["type TEXT", "of_type INT"], tiers.types)
    table("names", ["name TEXT", "of_name INT"], tiers.names)
    table("orders", ["owner TEXT", "type TEXT", "index INT", "of_order INT"], tiers.orders)

    cases = []
    for pattern, answer in tiers.patterns:
        regex = quoted("^(?:" + end_of_text(pattern) + ")")
        try:
            db.execute(f"SELECT regexp_matches('', {regex})").fetchall()
            cases.append(f"WHEN regexp_matches(path, {regex}) THEN {answer}")
        except duckdb.Error:
            pass
    if unsaid := len(tiers.patterns) - len(cases):
        print(f"cannot say {unsaid} of the {len(tiers.patterns)} regexes", file=sys.stderr)
    by_regex = f"CASE {' '.join(cases)} END" if cases else "NULL::INT"

    db.execute(
        f"""
        CREATE TABLE inventory AS FROM read_csv(
          {quoted(inventory)}, delim = '\t', header = true, all_varchar = true, quote = '',
          escape = '', nullstr = '\x01')
        """
    )
    columns = [row[0] for row in db.execute("DESCRIBE inventory").fetchall()]
    if db.execute("SELECT 1 FROM inventory WHERE op <> 'call_module' LIMIT 1").fetchall():
        sys.exit("error: only rows of call_module")
    db.execute(
        f"""
        CREATE TABLE paths AS
        WITH distinct_paths AS (SELECT DISTINCT module_path AS path FROM inventory),
        ancestors AS (
          SELECT path, k, array_to_string(parts[1:k], '.') AS name
          FROM (SELECT path, parts, unnest(range(1, 1 + len(parts))) AS k
                FROM (SELECT path, string_split(path, '.') AS parts FROM distinct_paths))),
        named AS (
          SELECT path, arg_max(of_name, k) AS of_name
          FROM ancestors JOIN names USING (name) GROUP BY path)
        SELECT path, regexp_replace(path, '(^|\\.)[^.]*$', '') AS owner,
               CASE WHEN of_name IS NOT NULL THEN of_name ELSE {by_regex} END AS of_path
        FROM distinct_paths LEFT JOIN named USING (path)
        """
    )
    wanted = ", ".join(f'inventory."{column}"' for column in columns)
    db.execute(
        f"""
        COPY (
          SELECT {wanted}, qconfig, rule
          FROM inventory
          JOIN paths ON paths.path = inventory.module_path
          LEFT JOIN types ON types.type = inventory.module_type
          LEFT JOIN orders ON orders.owner = paths.owner AND orders.type = inventory.module_type
            AND orders.index = inventory.index::INT
          JOIN answers ON answers.answer = coalesce(of_order, of_path, of_type, 0)
          ORDER BY inventory.rowid
        ) TO {quoted(output)} (FORMAT csv, DELIMITER '\t', HEADER, QUOTE '', ESCAPE '')
        """
    )


main()
