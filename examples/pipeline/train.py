"""Trains a small model and records what it read and made with `throughline`.

    python train.py --version 1 [--out build] [--depth 3] [--produced-by PRT-3]

The workspace is the nearest *.throughline file, or THROUGHLINE_WORKSPACE. The program is THROUGHLINE, else `throughline`
on the PATH. Nothing has to be installed for recording: it is one call of a program each.
"""

import argparse
import json
import os
import subprocess
from pathlib import Path

import joblib
import numpy
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score

HERE = Path(__file__).resolve().parent
PROGRAM = os.environ.get("THROUGHLINE", "throughline")


def record(what, *options):
    """Calls `throughline record` and answers the first of what it recorded."""
    done = subprocess.run([PROGRAM, "record", what, *map(str, options), "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"throughline record {what}: {done.stderr.strip()}")
    row = json.loads(done.stdout)["rows"][0]
    print(f"{row['short']}  {row['title']}  {row['digest']}{'  (there already)' if row['met'] else ''}")
    return row["id"]


def main():
    options = argparse.ArgumentParser(description="Trains a model of late deliveries and records it.")
    options.add_argument("--version", required=True, help="the version of the model, and of the two data sets")
    options.add_argument("--data", type=Path, default=HERE / "deliveries.csv")
    options.add_argument("--out", type=Path, default=Path("build"))
    options.add_argument("--depth", type=int, default=3)
    options.add_argument("--trees", type=int, default=40)
    options.add_argument("--produced-by", action="append", default=[], help="such as a prototype, PRT-3")
    asked = options.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)

    # Every fourth row is kept back: a model is not judged by what it learned from.
    head, *rows = asked.data.read_text().splitlines()
    parts = {"train": [r for n, r in enumerate(rows) if n % 4], "holdout": rows[::4]}
    tables, files = {}, {}
    for name, part in parts.items():
        files[name] = asked.out / f"{name}.csv"
        files[name].write_text("\n".join([head, *part]) + "\n")
        tables[name] = numpy.array([[float(cell) for cell in row.split(",")] for row in part])

    model = RandomForestClassifier(n_estimators=asked.trees, max_depth=asked.depth, random_state=7)
    model.fit(tables["train"][:, :-1], tables["train"][:, -1])
    scores = model.predict_proba(tables["holdout"][:, :-1])[:, 1]
    auc = roc_auc_score(tables["holdout"][:, -1], scores)
    file = asked.out / f"late-{asked.version}.joblib"
    joblib.dump(model, file)

    data = {
        name: record("data", "--name", f"deliveries {name}", "--version", asked.version, "--file", files[name])
        for name in parts
    }
    code = record("code", "--repo", HERE)
    record(
        "model",
        "--name", "late",
        "--version", asked.version,
        "--file", file,
        "--framework", f"scikit-learn {sklearn.__version__}",
        "--trained-on", data["train"],
        "--evaluated-on", data["holdout"],
        "--built-from", code,
        "--param", f"max_depth={asked.depth}",
        "--param", f"n_estimators={asked.trees}",
        "--metric", f"auc={auc:.4f}",
        *[option for by in asked.produced_by for option in ("--produced-by", by)],
    )


if __name__ == "__main__":
    main()
