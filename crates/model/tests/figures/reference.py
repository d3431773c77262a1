"""Computes every public figure of crates/model/src/figures by SciPy and NumPy; writes reference.json beside it.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install scipy==1.17.1 numpy==2.4.6
    /tmp/venv/bin/python crates/model/tests/figures/reference.py

Each entry is a list of cases {"in": {...}, "out": ...}; the Rust test feeds "in" and compares with "out".
"out" is a number, a word, or an object of them; {"error": variant} where the figure is not defined. Written from
the formulas' sources and SciPy's own functions, not from the Rust: closed forms are taken from SciPy wherever it
has the figure (marked by the call), solved numerically where that is independent, and written out otherwise.
"""
import itertools
import json
import math
import os
from fractions import Fraction

import numpy as np
from scipy import optimize, special, stats
from scipy.stats import contingency

R = {}


def case(name, out, **given):
    R.setdefault(name, []).append({"in": given, "out": out})


def est(value, low, high):
    return {"value": float(value), "low": float(low), "high": float(high)}


# --- proportions

def wilson(x, n, c):
    ci = stats.binomtest(x, n).proportion_ci(confidence_level=c, method="wilson")
    return est(x / n, ci.low, ci.high)


SHARES = [(56, 70), (48, 80), (0, 10), (10, 10), (1, 1), (3, 1000), (821588, 1637070), (1, 10**9)]
for (x, n), c in itertools.product(SHARES, (0.8, 0.95, 0.999)):
    case("proportions::wilson", wilson(x, n, c), x=x, n=n, confidence=c)


def newcombe(x1, n1, x2, n2, c):
    a, b = wilson(x1, n1, c), wilson(x2, n2, c)
    d = x1 / n1 - x2 / n2
    return est(d, d - math.sqrt((a["value"] - a["low"]) ** 2 + (b["high"] - b["value"]) ** 2),
               d + math.sqrt((a["high"] - a["value"]) ** 2 + (b["value"] - b["low"]) ** 2))


PAIRS = [(56, 70, 48, 80), (9, 10, 3, 10), (0, 10, 10, 10), (5, 56, 0, 29), (1204, 8950, 1100, 9010), (10, 10, 0, 20),
         (3000, 100000, 3100, 100000)]
for (x1, n1, x2, n2), c in itertools.product(PAIRS, (0.9, 0.95)):
    case("proportions::newcombe", newcombe(x1, n1, x2, n2, c), new=[x1, n1], old=[x2, n2], confidence=c)
for (x1, n1, x2, n2), c in itertools.product(PAIRS, (0.9, 0.95)):
    if x1 == 0 or x2 == 0:
        out = {"error": "Undefined"}
    else:
        rr = contingency.relative_risk(x1, n1, x2, n2)
        ci = rr.confidence_interval(c)
        out = est(rr.relative_risk, ci.low, ci.high)
    case("proportions::relative_risk", out, new=[x1, n1], old=[x2, n2], confidence=c)
case("proportions::relative_risk", {"error": "NoVariation"}, new=[5, 5], old=[9, 9], confidence=0.95)

for a, b in [(15, 5), (5, 15), (0, 1), (0, 12), (7, 7), (120, 90), (5200, 5000), (510000, 508000),
             (2**32, 2**32 - 100000), (2**31, 2**31 + 1)]:
    case("proportions::mcnemar", float(stats.binomtest(a, a + b, 0.5).pvalue), first=a, second=b)
case("proportions::mcnemar", {"error": "NoVariation"}, first=0, second=0)

for p1, p2, a, pw in [(.1, .12, .05, .8), (.05, .055, .05, .8), (.5, .4, .01, .9), (.001, .002, .05, .95), (.9, .1, .1, .5)]:
    z = stats.norm.isf(a / 2) + stats.norm.ppf(pw)
    case("proportions::units_for_proportions", math.ceil(z**2 * (p1 * (1 - p1) + p2 * (1 - p2)) / (p1 - p2) ** 2),
         **{"from": p1, "to": p2, "alpha": a, "power": pw})


def rho(t, a):
    return math.sqrt((-2 * math.log(a) + math.log(-2 * math.log(a) + 1)) / t)


def half(t, v, a, r):
    # Written as the boundary of Robbins' normal mixture, sqrt((s + 1/r²) log((s r² + 1) / a²)) / t in units of sqrt(v).
    return math.sqrt(v) * math.sqrt((t + 1 / r**2) * math.log((t * r**2 + 1) / a**2)) / t


for t, a in [(2000, .05), (50, .01), (10**6, .1), (1, .5)]:
    case("proportions::anytime_rho", rho(t, a), planned=t, alpha=a)
for t, v, a, r in [(2000, .12 * .88 + .1 * .9, .05, rho(2000, .05)), (50, .5, .01, .3), (10**6, 4.0, .1, .001)]:
    case("proportions::anytime_half_width", half(t, v, a, r), pairs=t, variance=v, alpha=a, rho=r)
for (x1, n1), (x2, n2), planned, a in [((240, 2000), (200, 2000), 2000, .05), ((240, 2000), (160, 1500), 4000, .05),
                                       ((30, 60), (29, 50), 5000, .1), ((50, 50), (1, 50), 100, .05)]:
    p1, p2, t = x1 / n1, x2 / n2, min(n1, n2)
    h = half(t, p1 * (1 - p1) + p2 * (1 - p2), a, rho(planned, a))
    case("proportions::anytime_difference", est(p1 - p2, max(-1, p1 - p2 - h), min(1, p1 - p2 + h)), new=[x1, n1],
         old=[x2, n2], planned=planned, alpha=a)
case("proportions::anytime_difference", {"error": "TooFew"}, new=[3, 49], old=[3, 50], planned=100, alpha=.05)
case("proportions::anytime_difference", {"error": "NoVariation"}, new=[50, 50], old=[0, 50], planned=100, alpha=.05)

# --- means

rng = np.random.default_rng(20)
A = np.round(rng.normal(12.3, 4.1, 23), 3)
B = np.round(rng.normal(10.9, 1.7, 41), 3)
C = np.round(rng.lognormal(1, 1, 8), 3) + 1e6
for values in (A, B, C, np.array([1.0, 2.0]), np.array([3.0, 3.0, 3.0]), np.array([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])):
    case("means::sample_of", {"n": len(values), "mean": float(values.mean()), "deviation": float(values.std(ddof=1))},
         values=values.tolist())


for (n, m, d), c in itertools.product([(2, 1.5, 0.25), (8, -3.0, 2.0), (41, 10.9, 1.7), (3069, 23.65, 10.54),
                                       (600000, 5.001, 2.0)], (0.8, 0.95, 0.999)):
    low, high = stats.t.interval(c, n - 1, loc=m, scale=d / math.sqrt(n))
    case("means::mean_interval", est(m, low, high), sample=[n, m, d], confidence=c)
case("means::mean_interval", {"error": "NoVariation"}, sample=[5, 1.0, 0.0], confidence=0.95)


def welch(a, b, c):
    """a, b: n, mean, deviation."""
    (n1, m1, s1), (n2, m2, s2) = a, b
    t, p = stats.ttest_ind_from_stats(m1, s1, n1, m2, s2, n2, equal_var=False)
    v1, v2 = s1**2 / n1, s2**2 / n2
    df = (v1 + v2) ** 2 / (v1**2 / (n1 - 1) + v2**2 / (n2 - 1))
    h = stats.t.isf((1 - c) / 2, df) * math.sqrt(v1 + v2)
    return {**est(m1 - m2, m1 - m2 - h, m1 - m2 + h), "t": float(t), "p": float(p), "df": df}


WELCH = [([23, 12.3, 4.1], [41, 10.9, 1.7]), ([2, 1.0, 0.5], [2, 3.0, 0.1]), ([8950, 31.2, 14.0], [9010, 30.7, 13.1]),
         ([5, 1.0, 0.0], [9, 1.5, 0.7]), ([600000, 5.001, 2.0], [610000, 5.0, 2.1]), ([30, -4.0, 1.0], [30, 4.0, 1.5]),
         ([12, 7.0, 2.0], [15, 7.0, 3.0])]
for (a, b), c in itertools.product(WELCH, (0.9, 0.95, 0.99)):
    case("means::welch", welch(a, b, c), new=a, old=b, confidence=c)
case("means::welch", {"error": "NoVariation"}, new=[5, 1.0, 0.0], old=[5, 2.0, 0.0], confidence=0.95)
# The hand-made interval is SciPy's own.
own = stats.ttest_ind(A, B, equal_var=False)
ours = welch((len(A), A.mean(), A.std(ddof=1)), (len(B), B.mean(), B.std(ddof=1)), .95)
ci = own.confidence_interval(.95)
assert np.allclose([ours["low"], ours["high"], ours["df"], ours["p"]], [ci.low, ci.high, own.df, own.pvalue], rtol=1e-12)

for s, d, a, pw in [(4.0, 1.0, .05, .8), (14.0, .5, .05, .9), (1.0, 3.0, .1, .8), (2.5, .01, .01, .95)]:
    z = stats.norm.isf(a / 2) + stats.norm.ppf(pw)
    case("means::units_for_means", math.ceil(2 * s**2 * z**2 / d**2), deviation=s, difference=d, alpha=a, power=pw)


# --- over groups

def mantel_haenszel(groups, c):
    """groups: (x1, n1, x0, n0); in exact fractions up to the square root."""
    if len(groups) == 1:
        return newcombe(*groups[0], c)
    W = sum(Fraction(n1 * n0, n1 + n0) for _, n1, _, n0 in groups)
    d = sum(Fraction(n1 * n0, n1 + n0) * (Fraction(x1, n1) - Fraction(x0, n0)) for x1, n1, x0, n0 in groups) / W
    P = sum((Fraction(n1, n1 + n0) ** 2 * x0 - Fraction(n0, n1 + n0) ** 2 * x1
             + Fraction(n1 * n0, (n1 + n0) ** 2) * Fraction(n0 - n1, 2)) for x1, n1, x0, n0 in groups)
    Q = sum(Fraction(x1 * (n0 - x0) + x0 * (n1 - x1), 2 * (n1 + n0)) for x1, n1, x0, n0 in groups)
    v = (d * P + Q) / W**2
    if v <= 0:
        return {"error": "NoVariation"}
    h = stats.norm.isf((1 - c) / 2) * math.sqrt(v)
    return est(float(d), max(float(d) - h, -1), min(float(d) + h, 1))


# The second is Simpson's: worse in both groups, better where they are thrown together.
GROUPS = [[(120, 1000, 90, 1000), (300, 1500, 290, 1400)], [(20, 200, 250, 1800), (900, 1800, 110, 200)], [(56, 70, 48, 80)],
          [(0, 10, 1, 12), (3, 4, 1, 5), (2, 2, 0, 3)], [(1, 3, 0, 2)] * 60, [(10, 10, 0, 10), (5, 5, 0, 8)],
          [(0, 10, 0, 12), (0, 4, 0, 5)]]
for groups, c in itertools.product(GROUPS, (0.9, 0.95, 0.99)):
    case("strata::mantel_haenszel", mantel_haenszel(groups, c), groups=[[[a, b], [x, y]] for a, b, x, y in groups], confidence=c)
case("strata::mantel_haenszel", {"error": "TooFew"}, groups=[], confidence=0.95)
# Sato's variance is that of many drawn tables.
rng = np.random.default_rng(4)
true, sizes = [(.12, .09), (.2, .21), (.5, .4)], [(1000, 700), (1500, 1400), (90, 60)]
drawn, said = [], []
for _ in range(4000):
    table = [(int(rng.binomial(n1, p1)), n1, int(rng.binomial(n0, p0)), n0) for (p1, p0), (n1, n0) in zip(true, sizes)]
    e = mantel_haenszel(table, .95)
    drawn.append(e["value"])
    said.append((e["high"] - e["low"]) / 2 / stats.norm.isf(.025))
assert abs(np.std(drawn) / np.mean(said) - 1) < .03, (np.std(drawn), np.mean(said))


def stratified_means(groups, c):
    """groups: (new, old), each n, mean, deviation."""
    if len(groups) == 1:
        return welch(*groups[0], c)
    w = np.array([a[0] * b[0] / (a[0] + b[0]) for a, b in groups])
    w = w / w.sum()
    d = float(w @ np.array([a[1] - b[1] for a, b in groups]))
    pieces = np.array([(k * x[2]) ** 2 / x[0] for k, g in zip(w, groups) for x in g])
    dfs = np.array([x[0] - 1 for g in groups for x in g])
    v = pieces.sum()
    if v == 0:
        return {"error": "NoVariation"}
    df, t = float(v**2 / (pieces**2 / dfs).sum()), d / math.sqrt(v)
    h = stats.t.isf((1 - c) / 2, df) * math.sqrt(v)
    return {**est(d, d - h, d + h), "t": float(t), "p": float(2 * stats.t.sf(abs(t), df)), "df": df}


for groups, c in itertools.product([WELCH[:2], WELCH[1:6], WELCH[2:3], [WELCH[3], WELCH[3]]], (0.9, 0.95)):
    case("strata::stratified_means", stratified_means(groups, c), groups=groups, confidence=c)
case("strata::stratified_means", {"error": "NoVariation"}, groups=[([5, 1.0, 0.0], [5, 2.0, 0.0])] * 2, confidence=0.95)
# Two equal halves of the same two samples say what Welch says of the whole, but for the degrees of freedom.
half, whole = ([500, 3.0, 1.0], [700, 2.9, 2.0]), ([1000, 3.0, 1.0], [1400, 2.9, 2.0])
assert np.isclose(stratified_means([half, half], .95)["t"], welch(*whole, .95)["t"], rtol=1e-12)


# --- verdict

def verdict(e, better, margin):
    lo, hi = (e["low"], e["high"]) if better == "higher" else (-e["high"], -e["low"])
    if lo > 0:
        return "better"
    if lo > -margin:
        return "not worse"
    return "worse" if hi < 0 else "cannot tell"


INTERVALS = [(.02, .01, .03), (-.005, -.009, -.001), (0, -.005, .005), (-.02, -.03, -.011), (-.01, -.02, -.001),
             (0, -.02, .02), (0, 0, 0), (.01, 0, .02)]
for i, better, margin in itertools.product(INTERVALS, ("higher", "lower"), (0.0, .01)):
    e = est(*i)
    case("verdict::verdict", verdict(e, better, margin), **e, better=better, margin=margin)
for needed, reached, p, out in [(1000, 999, .4, "hidden"), (1000, 1000, .4, "better"), (None, 60, .4, "better"),
                                (1000, 10, .0009, "mismatch"), (1000, 2000, .0009, "mismatch"), (1000, 1000, .001, "better")]:
    case("verdict::answer", out, **est(.02, .01, .03), better="higher", margin=.01, needed=needed, reached=reached, p=p)

for x, n in [(4, 5), (0, 19), (19, 19), (10, 20), (56, 70), (1, 8 * 25), (3, 200), (999, 999), (1204, 8950), (1, 2000), (2000, 2000)]:
    if n < 20:
        words = f"{x} of {n}"
    else:
        digits = 0 if n < 1000 else 1
        up = math.floor(Fraction(x, n) * 100 * 10**digits + Fraction(1, 2))
        words = f"{up / 10**digits:.{digits}f} % ({x} of {n})"
    case("verdict::share_in_words", words, x=x, n=n)

# --- guardrails

for (x1, n1, x2, n2), better, margin, a in itertools.product(PAIRS, ("higher", "lower"), (.01, .3), (.025, .05)):
    e = newcombe(x1, n1, x2, n2, 1 - 2 * a)
    case("means::guard_proportion", {**e, "verdict": verdict(e, better, margin)}, new=[x1, n1], old=[x2, n2], better=better,
         margin=margin, alpha=a)
for (a, b), better, margin, al in itertools.product(WELCH, ("higher", "lower"), (.2, 3.0), (.025, .05)):
    e = {k: v for k, v in welch(a, b, 1 - 2 * al).items() if k in ("value", "low", "high")}
    case("means::guard_mean", {**e, "verdict": verdict(e, better, margin)}, new=a, old=b, better=better, margin=margin, alpha=al)

# --- counts

for units, shares in [([600, 400], [1, 1]), ([5100, 4900], [.5, .5]), ([900, 105], [9, 1]), ([10, 12, 11], [1, 1, 1]),
                      ([821588, 815482], [1, 1]), ([100000, 100100, 99900, 50000], [2, 2, 2, 1]), ([0, 30], [1, 1])]:
    s = np.array(shares, float)
    case("counts::sample_ratio", float(stats.chisquare(units, s / s.sum() * sum(units)).pvalue), units=units, shares=shares)


def kendall(rows):
    # Through Friedman's statistic, which SciPy corrects for ties: W = chi² / (m (k − 1)).
    rows = np.array(rows, float)
    m, k = rows.shape
    return float(stats.friedmanchisquare(*rows.T).statistic / (m * (k - 1)))


for rows in ([[1, 2, 3, 4], [2, 1, 3, 4], [1, 3, 2, 4]], [[1.5, 1.5, 3, 4], [2, 1, 3.5, 3.5], [1, 3, 2, 4]],
             [[5, 0, 3, 3, 3], [4, 1, 1, 2, 5], [0, 0, 0, 5, 5], [2, 2, 2, 2, 2]], [[1, 2, 3], [3, 2, 1]],
             [[10, 20, 30], [1, 2, 3], [-3, -2, -1]]):
    case("counts::kendall_w", kendall(rows), rows=rows)
case("counts::kendall_w", {"error": "NoVariation"}, rows=[[1, 1, 1], [2, 2, 2]])

for p, n in [(.31, 5), (.1, 5), (.001, 2000), (1e-9, 1000), (0.0, 9), (1.0, 1), (1.0, 0), (.5, 0)]:
    case("counts::discovery", 1.0 if n and p == 1 else float(-special.expm1(n * special.log1p(-p))) if n else 0.0, each=p, people=n)
for p, w in [(.1, .85), (.31, .85), (.5, .75), (.5, .76), (.9, .5), (.001, .99)]:
    n = 1
    while stats.binom.sf(0, n, p) < w - 1e-12:
        n += 1
    case("counts::people_for_discovery", n, each=p, wanted=w)

# --- drift

T = np.round(rng.normal(50, 12, 400), 2)
L = np.round(rng.normal(54, 15, 250), 2)
D = rng.integers(0, 4, 120).astype(float)
for values, k in [(T, 10), (T, 4), (D, 10), (np.array([7.0, 7.0, 7.0]), 10), (np.array([1.0, 2.0]), 2), (T[:13], 6)]:
    edges = np.unique(np.quantile(values, np.arange(1, k) / k, method="linear"))
    case("drift::quantile_edges", edges.tolist(), values=values.tolist(), bins=k)
EDGES = np.unique(np.quantile(T, np.arange(1, 10) / 10)).tolist()
for values, edges in [(T, EDGES), (L, EDGES), (D, [0.0, 1.0, 2.0, 3.0]), (D, []), (np.array([]), [1.0])]:
    counts = np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)
    case("drift::count_in_bins", counts.tolist(), values=values.tolist(), edges=edges)


def psi(t, l):
    t, l = np.array(t, float), np.array(l, float)
    keep = (t + l) > 0
    t, l = t[keep], l[keep]
    smoothed = bool((t == 0).any() or (l == 0).any())
    if smoothed:
        t, l = t + .5, l + .5
    t, l = t / t.sum(), l / l.sum()
    # Jeffreys' divergence: both directions of SciPy's relative entropy.
    return {"index": float(stats.entropy(t, l) + stats.entropy(l, t)), "bins": len(t), "smoothed": smoothed}


cut = lambda v: np.bincount(np.searchsorted(EDGES, v, side="left"), minlength=len(EDGES) + 1).tolist()
for t, l in [(cut(T), cut(L)), ([40] * 10, [40] * 10), ([10, 20, 30], [20, 40, 60]), ([10, 0, 30], [9, 0, 31]), ([10, 5, 30], [9, 0, 31]),
             ([1, 0], [0, 1]), ([100000, 200000], [100100, 199000]), ([5], [8])]:
    case("drift::stability_index", psi(t, l), training=t, live=l)
for n, m, k, a in [(400, 250, 10, .05), (10**6, 10**5, 10, .05), (50, 30, 5, .01), (100, 100, 2, .1)]:
    case("drift::stability_limit", float((1 / n + 1 / m) * stats.chi2.isf(a, k - 1)), training=n, live=m, bins=k, alpha=a)

for t, l in [(T, L), (T, T), (D, D[:50]), (np.array([1.0]), np.array([2.0])), (T, L + 40), (np.array([0.0, 1.0, 2.0]), np.array([0.5, 1.5]))]:
    d = float(stats.ks_2samp(t, l).statistic)
    p = float(special.kolmogorov(d * math.sqrt(len(t) * len(l) / (len(t) + len(l)))))
    case("drift::kolmogorov_smirnov", {"distance": d, "p": p}, training=t.tolist(), live=l.tolist())
for t, l in [([3, 0, 5, 2], [1, 1, 9, 0]), ([10, 20, 30], [10, 20, 30]), ([1, 0], [0, 1]), ([0, 400, 100, 0, 7], [90, 10, 0, 0, 2])]:
    places = np.arange(len(t), dtype=float)
    a, b = np.repeat(places, t), np.repeat(places, l)
    d = float(stats.ks_2samp(a, b).statistic)
    p = float(special.kolmogorov(d * math.sqrt(len(a) * len(b) / (len(a) + len(b)))))
    case("drift::kolmogorov_smirnov_counts", {"distance": d, "p": p}, training=t, live=l)
for n, m, a in [(400, 250, .05), (10**6, 10**5, .01), (2, 2, .05)]:
    # Solved, not inverted: where the first term of the tail, 2 exp(−2 x²), is alpha.
    x = optimize.brentq(lambda x: math.log(2) - 2 * x * x - math.log(a), 0, 10, xtol=1e-15, rtol=1e-15)
    case("drift::kolmogorov_smirnov_limit", min(1.0, x * math.sqrt((n + m) / (n * m))), training=n, live=m, alpha=a)

for t, l in [([100, 200, 300], [30, 50, 120]), ([10, 0, 5], [8, 0, 9]), ([50, 50], [50, 50]), ([1000, 0], [900, 50]), ([3, 2, 1], [1, 1, 4]),
             ([10**6, 2 * 10**6], [10**5, 2 * 10**5 + 900])]:
    table = np.array([[a, b] for a, b in zip(t, l) if a + b]).T
    res = stats.chi2_contingency(table, correction=False)
    case("drift::category_shift", {"statistic": float(res.statistic), "categories": table.shape[1], "p": float(res.pvalue),
                                   "size": float(contingency.association(table, method="cramer")),
                                   "smallest_expected": float(res.expected_freq.min())}, training=t, live=l)
for k, a in [(2, .05), (10, .05), (4, .001), (1001, .1)]:
    case("drift::category_limit", float(stats.chi2.isf(a, k - 1)), categories=k, alpha=a)

# --- money, in exact fractions; ranges by trying every corner

WORTHS = [dict(benefit=[50000, 120000, 200000], build=[20000, 30000, 45000], run=[500, 800, 1500], months=12),
          dict(benefit=[-5000, 10000, 12000], build=[1000.5, 2000.25, 4000], run=[0, 10.1, 20], months=24),
          dict(benefit=[100, 100, 100], build=[0, 0, 0], run=[1, 1, 1], months=36),
          dict(benefit=[0, 0, 10], build=[0, 0, 5], run=[0, 0, 1], months=6),
          dict(benefit=[1000, 2000, 3000], build=[500, 500, 500], run=[100, 200, 300], months=10),
          dict(benefit=[0.1, 0.2, 0.3], build=[0.1, 0.1, 0.1], run=[0, 0, 0], months=1)]
span = lambda s: {"low": float(s[0]), "likely": float(s[1]), "high": float(s[2])}
for w in WORTHS:
    F = lambda k: [Fraction(x) for x in w[k]]
    b, build, run, m = F("benefit"), F("build"), F("run"), w["months"]
    corners = [c + r * m for c in build for r in run]
    cost = [min(corners), build[1] + run[1] * m, max(corners)]
    case("money::cost", span(cost), **w)
    nets = [x - c for x in b for c in cost]
    case("money::net_value", span([min(nets), b[1] - cost[1], max(nets)]), **w)
    if cost[0] <= 0:
        roi = {"error": "Undefined"}
    else:
        rois = [(x - c) / c for x in b for c in cost]
        roi = span([min(rois), (b[1] - cost[1]) / cost[1], max(rois)])
    case("money::return_on_investment", roi, **w)

    def back(c, r, x):
        month = x / m - r
        if c <= 0 and month >= 0:
            return 0.0
        return "never" if month <= 0 else float(c / month)

    case("money::payback", {"soonest": back(build[0], run[0], b[2]), "likely": back(build[1], run[1], b[1]),
                            "latest": back(build[2], run[2], b[0])}, **w)

for ranges in ([[1, 2, 3], [2.5, 4, 5], [6, 7, 8]], [[1, 2, 3], [3, 4, 5]], [[0, 5, 10], [0, 1, 2], [8, 9, 9], [2.5, 3, 4]], [[1, 1, 1]], []):
    out = []
    for i, (lo, _, hi) in enumerate(ranges):
        overlap = [j for j, r in enumerate(ranges) if j != i and max(lo, r[0]) <= min(hi, r[2])]
        out.append({"place": 1 + sum(r[0] > hi for r in ranges), "tied_with": overlap})
    case("money::standings", out, ranges=ranges)

# --- evaluation and ranking

CELLS = [[["ops", 4], ["ops", 2], ["sales", 5]], [["ops", 0], ["ops", 0], ["ops", 1], ["sales", 5], ["data", None]],
         [["ops", None], ["sales", None]], [], [["ops", 3]], [["a", 1], ["b", 2], ["b", 5], ["c", None], ["c", 4]]]


def cell(ratings):
    known = [(t, s) for t, s in ratings if s is not None]
    out = {"balanced": None, "plain": None, "median": None, "spread": None, "known": len(known), "unknown": len(ratings) - len(known)}
    if known:
        points = [s for _, s in known]
        teams = [np.mean([s for t, s in known if t == team]) for team in sorted({t for t, _ in known})]
        out.update(balanced=float(np.mean(teams)), plain=float(np.mean(points)), median=float(np.median(points)), spread=float(np.ptp(points)))
    return out


for ratings in CELLS:
    case("evaluation::cell", cell(ratings), ratings=ratings)
case("evaluation::cell", {"error": "OutOfRange"}, ratings=[["ops", 6]])


def evaluate(cells, weights, gates):
    cells = [cell(c) for c in cells]
    failed = [i for i, c in enumerate(cells) if c["known"] and gates[i] is not None and c["balanced"] < gates[i]]
    missing = [i for i, c in enumerate(cells) if not c["known"]]
    if failed:
        return {"out": failed}
    if missing:
        return {"incomplete": missing}
    dot = lambda k: float(np.dot(weights, [c[k] for c in cells]))
    return {"balanced": dot("balanced"), "plain": dot("plain"), "unsure": sum(c["unknown"] > 0 for c in cells)}


for picks, weights, gates in [([0, 1, 5], [.5, .3, .2], [None, None, None]), ([0, 1, 5], [.5, .3, .2], [None, 2.7, None]),
                              ([0, 2, 5], [.5, .3, .2], [None, 1.0, None]), ([0, 2, 1], [.5, .3, .2], [5.0, 1.0, 2.0]),
                              ([4], [1.0], [3.0])]:
    cells = [CELLS[i] for i in picks]
    case("evaluation::evaluate", evaluate(cells, weights, gates), cells=cells, weights=weights, gates=gates)
case("evaluation::evaluate", {"error": "OutOfRange"}, cells=[CELLS[0], CELLS[1]], weights=[.5, .4], gates=[None, None])

W, VA, VB = [.5, .3, .2], [.8, .4, .5], [.5, .9, .4]
LISTS = [(W, VA), (W, VB), ([1.0], [4.0]), ([.25] * 4, [0, 5, 3, 1]), ([0.0, 1.0], [5, 2])]
for w, v in LISTS:
    case("evaluation::weighted_sum", float(np.dot(w, v)), weights=w, scores=v)
case("evaluation::weighted_sum", {"error": "OutOfRange"}, weights=[.5, .5001], scores=[1, 2])


def reweighted(w, k, x):
    others = sum(v for i, v in enumerate(w) if i != k)
    return [x if i == k else v / others * (1 - x) for i, v in enumerate(w)]


for w, k, x in [(W, 0, .6), (W, 1, 0.0), (W, 2, 1.0), ([.25] * 4, 3, .4)]:
    case("ranking::reweighted", reweighted(w, k, x), weights=w, criterion=k, weight=x)
for w, a, b in [(W, VA, VB), ([.4, .3, .2, .1], [4, 3, 5, 0], [3, 5, 2, 4]), ([.5, .5], [3, 3], [2, 2]), ([.5, .5], [5, 0], [0, 5])]:
    for k in range(len(w)):
        gap = lambda x: float(np.dot(reweighted(w, k, x), np.subtract(a, b)))
        # Solved on the reweighted sums, not by the closed form.
        lo, hi = gap(1e-12), gap(1 - 1e-12)
        out = optimize.brentq(gap, 0, 1, xtol=1e-15, rtol=1e-14) if lo * hi < 0 and abs(gap(0)) > 1e-12 and abs(gap(1)) > 1e-12 else None
        case("ranking::flip_weight", out, weights=w, a=a, b=b, criterion=k)
for r in [(500, 2, .8, 4), (0, 1, 1, 1), (12000, .25, .5, .5)]:
    case("ranking::rice", r[0] * r[1] * r[2] / r[3], reach=r[0], impact=r[1], confidence=r[2], effort=r[3])
case("ranking::rice", {"error": "OutOfRange"}, reach=1, impact=1, confidence=1, effort=0)

for votes, n in [([["ann", 0, 3], ["bob", 1, 1], ["cem", 1, 1], ["dee", 1, 1], ["dee", 2, 1], ["dee", 2, 1]], 4), ([], 2), ([["ann", 0, 1], ["ann", 0, 2]], 1)]:
    voters = [len({v for v, o, _ in votes if o == i}) for i in range(n)]
    dots = [sum(d for _, o, d in votes if o == i) for i in range(n)]
    place = lambda xs: [int(r) for r in stats.rankdata([-x for x in xs], method="min")]
    case("ranking::tally", [{"voters": v, "dots": d, "place_by_voters": p, "place_by_dots": q}
                            for v, d, p, q in zip(voters, dots, place(voters), place(dots))], votes=votes, options=n)
case("ranking::tally", {"error": "OutOfRange"}, votes=[["ann", 7, 1]], options=2)

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "reference.json"), "w") as file:
    # One case a line, so that a change shows which case it changed.
    lines = [json.dumps(name) + ":[\n" + ",\n".join(json.dumps(c, allow_nan=False) for c in cases) + "]" for name, cases in R.items()]
    file.write("{" + ",\n".join(lines) + "}\n")
print(len(R), "figures,", sum(map(len, R.values())), "cases")
