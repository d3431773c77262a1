"""Writes the tables of the drift and profile tests, and what pandas, NumPy and SciPy say of them, beside this file.

    python3 -m venv /tmp/venv
    /tmp/venv/bin/pip install palmerpenguins==0.1.6 vega_datasets==0.9.0 scipy==1.17.1 numpy==2.4.6 pandas==3.1.1 pyarrow==26.0.1 setuptools
    /tmp/venv/bin/python crates/interop/tests/golden/make.py

Two real tables, each parted into what a model would have learned from and what came later:
penguins (Gorman, Williams and Fraser, 2014; CC0): 2007 and 2008 against 2009; seattle-weather (NOAA; public domain):
2012 and 2013 against 2014 and 2015. From each: CSV of both parts; of the first part of the penguins also Parquet
(Snappy, Zstandard, GZIP, LZ4, none) and JSON Lines. The reference is computed from the data frames, not from the Rust.
"""
import json
import math
import os

import numpy as np
import pandas as pd
from palmerpenguins import load_penguins
from scipy import special, stats
from scipy.stats import contingency
from vega_datasets import data

HERE = os.path.dirname(os.path.abspath(__file__))
BINS = 10


def split():
    penguins = load_penguins()
    weather = data.seattle_weather()
    weather["date"] = weather["date"].dt.strftime("%Y-%m-%d")
    first = weather["date"] < "2014"
    return {
        "penguins": (penguins[penguins.year < 2009], penguins[penguins.year == 2009]),
        "weather": (weather[first], weather[~first]),
    }


def psi(t, l):
    t, l = np.array(t, float), np.array(l, float)
    keep = (t + l) > 0
    t, l = t[keep], l[keep]
    smoothed = bool((t == 0).any() or (l == 0).any())
    if smoothed:
        t, l = t + .5, l + .5
    t, l = t / t.sum(), l / l.sum()
    return float(stats.entropy(t, l) + stats.entropy(l, t)), len(t), smoothed


def limit(n, m, bins):
    return float((1 / n + 1 / m) * stats.chi2.isf(.05, bins - 1))


def numbers(t, l):
    edges = np.unique(np.quantile(t, np.arange(1, BINS) / BINS, method="linear"))
    cut = lambda v: np.bincount(np.searchsorted(edges, v, side="left"), minlength=len(edges) + 1).tolist()
    index, bins, smoothed = psi(cut(t), cut(l))
    d = float(stats.ks_2samp(t, l).statistic)
    n, m = len(t), len(l)
    return {"test": "kolmogorov-smirnov", "stability": index, "stability_limit": limit(n, m, bins), "smoothed": smoothed,
            "size": d, "p": float(special.kolmogorov(d * math.sqrt(n * m / (n + m)))), "n": [n, m]}


def words(t, l):
    names = sorted(set(t) | set(l))
    a, b = [int((t == w).sum()) for w in names], [int((l == w).sum()) for w in names]
    index, bins, smoothed = psi(a, b)
    table = np.array([a, b])
    res = stats.chi2_contingency(table, correction=False)
    return {"test": "chi-square", "stability": index, "stability_limit": limit(len(t), len(l), bins), "smoothed": smoothed,
            "size": float(contingency.association(table, method="cramer")), "p": float(res.pvalue), "n": [len(t), len(l)]}


def profile(frame):
    out = {"rows": len(frame), "fields": {}}
    for name in frame.columns:
        column = frame[name]
        values = column.dropna()
        field = {"count": len(values), "missing": int(column.isna().sum()), "distinct": int(values.nunique())}
        if pd.api.types.is_numeric_dtype(column):
            field.update(min=float(values.min()), max=float(values.max()), mean=float(values.mean()), deviation=float(values.std()),
                         quantiles=[float(q) for q in np.quantile(values, [.01, .05, .25, .5, .75, .95, .99])])
        elif name != "date":
            field["values"] = {str(k): int(v) for k, v in values.value_counts().items()}
        out["fields"][name] = field
    return out


reference = {}
for name, (training, live) in split().items():
    for part, frame in (("training", training), ("live", live)):
        frame.to_csv(os.path.join(HERE, f"{name}-{part}.csv"), index=False)
        reference[f"{name}-{part}"] = profile(frame)
    drift = {}
    for field in training.columns:
        t, l = training[field].dropna(), live[field].dropna()
        if field == "date":
            days = lambda v: (pd.to_datetime(v) - pd.Timestamp("1970-01-01")).dt.days.to_numpy(float)
            drift[field] = numbers(days(t), days(l))
        elif pd.api.types.is_numeric_dtype(training[field]):
            drift[field] = numbers(t.to_numpy(float), l.to_numpy(float))
        else:
            drift[field] = words(t.to_numpy(str), l.to_numpy(str))
    reference[name] = drift

training = split()["penguins"][0]
for codec in ("snappy", "zstd", "gzip", "lz4", "none"):
    training.to_parquet(os.path.join(HERE, f"penguins-training-{codec}.parquet"), index=False, compression=codec, row_group_size=100)
training.to_json(os.path.join(HERE, "penguins-training.jsonl"), orient="records", lines=True)
with open(os.path.join(HERE, "reference.json"), "w") as out:
    json.dump(reference, out, indent=1, sort_keys=True)
    out.write("\n")
