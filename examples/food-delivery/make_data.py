#!/usr/bin/env python3
"""Writes the small files that the story of the sample attaches, and prints the figures it quotes.

Everything is drawn by lot from one seed: no customer, restaurant or order in here exists.
Run it in this folder with Python 3.8 or later; the same files come out, byte for byte. If you change
it, change the figures and digests in `story.jsonl` as well: a test compares them.
"""

import csv
import hashlib
import random
import statistics
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
DISTRICTS = {"Alvalade": 24, "Arroios": 22, "Benfica": 18, "Campo de Ourique": 16, "Parque das Nações": 15, "Marvila": 5}
HOURS = {18: 8, 19: 24, 20: 33, 21: 21, 22: 10, 23: 4}
DISHES = {  # dish: (cuisine, price of a portion, how often)
    "Margherita": ("pizza", 9.5, 15),
    "Four cheeses": ("pizza", 11.0, 8),
    "Grilled chicken with rice": ("grill", 9.8, 14),
    "Salmon poke": ("bowls", 12.5, 9),
    "Chickpea curry": ("indian", 10.2, 7),
    "Butter chicken": ("indian", 12.0, 8),
    "Ramen with egg": ("japanese", 12.9, 7),
    "Twelve pieces of sushi": ("japanese", 15.5, 8),
    "Smash burger": ("burgers", 9.9, 11),
    "Veggie burger": ("burgers", 9.4, 4),
    "Codfish with cream": ("portuguese", 13.2, 5),
    "Green broth and bread": ("portuguese", 6.8, 4),
}
FILES = {}


def write(name, header, rows):
    with open(HERE / name, "w", newline="", encoding="utf-8") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)
    FILES[name] = len(rows)


def one(rng, weighted):
    return rng.choices(list(weighted), [w[-1] if isinstance(w, tuple) else w for w in weighted.values()])[0]


def cents(value):
    return f"{value:.2f}"


def clicks(rng):
    """Spring: what was clicked in the list of release 1.4, by place in the list."""
    rows = []
    for district, weight in DISTRICTS.items():
        for place in range(1, 10):
            shown = weight * rng.randint(180, 220)
            share = 0.19 / place**0.85 * rng.uniform(0.92, 1.08)
            rows.append([district, place, shown, round(shown * share)])
    write("clicks_2026-03.csv", ["district", "place_in_list", "shown", "clicked"], rows)


def searches(rng):
    """One week of July: what people typed, and what they ordered afterwards."""
    terms = {"cheap": 1912, "pizza": 1604, "sushi": 1177, "quick": 842, "soup": 611, "anything": 588, "chicken": 571,
             "burger": 540, "healthy": 402, "vegetarian": 377, "poke": 351, "curry": 333, "ramen": 298, "near me": 287,
             "family menu": 264, "open now": 231, "offers": 214, "codfish": 176, "gluten free": 142, "kids": 139,
             "surprise": 97, "dessert": 91, "same as last time": 84, "breakfast": 22}
    rows = []
    for term, count in terms.items():
        orders = round(count * rng.uniform(0.29, 0.38))
        mean = 34.5 if term in ("family menu", "kids") else rng.uniform(21.9, 24.1)
        rows.append([term, count, orders, cents(orders * mean)])
    write("searches_2026-07.csv", ["term", "searches", "orders_after", "basket_total_eur"], rows)


def survey(rng):
    rows = []
    for n in range(1, 213):
        company = rng.choices(["alone", "partner", "family"], [44, 31, 25])[0]
        minutes = max(1, round(rng.gauss(11 if company != "family" else 14, 5)))
        ended = rng.choices(["usual", "new dish", "gave up"], [62, 25, 13])[0]
        more = rng.choices([1, 2, 3, 4, 5], [34, 29, 20, 11, 6])[0]
        rows.append([f"S{n:03}", one(rng, {"18-29": 31, "30-44": 42, "45-59": 20, "60+": 7}), company,
                     rng.choices([1, 2, 3, 4], [46, 31, 15, 8])[0], minutes, ended, more])
    write("survey_dinner.csv",
          ["answer", "age", "eats_with", "orders_a_week", "minutes_choosing", "ended_with", "wants_more_choice_1_to_5"], rows)
    return rows


def order(rng, number, date, hours, single):
    dish = one(rng, DISHES)
    cuisine, price, _ = DISHES[dish]
    portions = rng.choices([1, 2, 3, 4], [single, 27, 11, 9])[0]
    side = rng.choices([0, 2.5, 4.0, 6.5], [46, 22, 20, 12])[0]
    usual = rng.random() < 0.6
    seconds = int(rng.lognormvariate(5.55 if usual else 6.2, 0.55))
    return [f"O{number:05}", date, one(rng, hours), one(rng, DISTRICTS), f"C{rng.randint(1000, 1899)}", dish, cuisine,
            portions, cents(price * portions + side), seconds, "yes" if usual else "no"]


ORDERS = ["order", "date", "hour", "district", "customer", "dish", "cuisine", "portions", "basket_eur",
          "seconds_to_choose", "usual"]


def orders_august(rng):
    rows = []
    for n in range(360):
        rows.append(order(rng, 80001 + n, f"2026-08-{1 + n * 31 // 360:02}", HOURS, 53))
    write("orders_2026-08.csv", ORDERS, rows)
    return rows


def ratings_august(rng, orders):
    rows = []
    for n, o in enumerate(rng.sample(orders, 240)):
        late = rng.random() < 0.14
        stars = rng.choices([1, 2, 3, 4, 5], [22, 24, 24, 18, 12] if late else [4, 6, 14, 34, 42])[0]
        rows.append([f"R{5001 + n}", o[0], o[5], stars, "yes" if late else "no"])
    write("ratings_2026-08.csv", ["rating", "order", "dish", "stars", "late"], rows)
    return rows


def ratings_october(orders):
    """After the stars became thumbs on 19 October. A generator of its own: the tables before it stay as they are."""
    rng = random.Random(20261019)
    rows = []
    for n, o in enumerate(rng.sample(orders, 160)):
        late = rng.random() < 0.11
        thumb = "up" if rng.random() < (0.42 if late else 0.86) else "down"
        rows.append([f"R{7001 + n}", o[0], o[5], thumb, "yes" if late else "no"])
    write("ratings_2026-10.csv", ["rating", "order", "dish", "thumb", "late"], rows)
    return rows


def dish_counts(orders):
    """Derived from the August orders: the three most ordered dishes of each hour and district."""
    counts = Counter((o[2], o[3], o[5]) for o in orders)
    rows = []
    for hour in HOURS:
        for district in DISTRICTS:
            here = [(n, dish) for (h, d, dish), n in counts.items() if (h, d) == (hour, district)]
            for n, dish in sorted(here, key=lambda x: (-x[0], x[1]))[:3]:
                rows.append([hour, district, dish, n])
    write("dish_counts_2026-08.csv", ["hour", "district", "dish", "orders"], rows)


def offline(rng, models):
    """Held-out evenings 25 to 31 August: was the dish that was ordered among the three suggested?"""
    rows = []
    for day in range(25, 32):
        for district, weight in DISTRICTS.items():
            orders = round(weight * rng.uniform(3.6, 4.4))
            for model, (share, marvila, wrong) in models.items():
                hits = round(orders * (marvila if district == "Marvila" else share) * rng.uniform(0.94, 1.06))
                pairs = orders * 120
                right = pairs - orders if wrong is None else pairs - round(orders * wrong * rng.uniform(0.97, 1.03))
                rows.append([model, f"2026-08-{day}", district, orders, hits, pairs, right])
    rows.sort(key=lambda r: list(models).index(r[0]))
    return rows


OFFLINE = ["model", "evening", "district", "orders", "hits_in_three", "pairs", "pairs_right"]


def load(rng, name, ramps):
    rows = []
    for (model, hardware), (steps, base, knee) in ramps.items():
        for rps in steps:
            p95 = base * (1 + (rps / knee) ** 4) * rng.uniform(0.97, 1.03)
            rows.append([model, hardware, rps, round(p95), 0 if rps <= knee * 1.2 else rng.randint(3, 40)])
    write(name, ["model", "hardware", "requests_per_second_per_unit", "p95_ms", "errors_per_10000"], rows)


def beta(rng):
    """12 to 25 October, first evening session of each customer: the list of 1.4 against three dishes."""
    rows = []
    for day in range(12, 26):
        for arm, (click, conversion, basket) in {"list": (0.181, 0.341, 23.4), "three dishes": (0.268, 0.368, 21.0)}.items():
            customers = rng.randint(628, 672)
            clicked = round(customers * click * rng.uniform(0.95, 1.05))
            ordered = round(customers * conversion * rng.uniform(0.965, 1.035))
            baskets = [max(5.0, rng.gauss(basket, 10.8)) for _ in range(ordered)]
            rows.append([f"2026-10-{day}", arm, customers, clicked, ordered, cents(sum(baskets)),
                         cents(sum(b * b for b in baskets))])
    write("beta_2026-10.csv",
          ["day", "arm", "customers", "clicked", "ordered", "basket_total_eur", "basket_squares_eur2"], rows)
    return rows


def orders_october(rng):
    """Orders of both arms of the beta, and the week after the clocks went back on 25 October."""
    rows = []
    earlier = {17: 9, 18: 24, 19: 31, 20: 22, 21: 9, 22: 4, 23: 1}
    for n in range(300):
        day = 12 + n * 20 // 300
        arm = rng.choice(["list", "three dishes"])
        made = order(rng, 97001 + n, f"2026-10-{day}", HOURS if day < 25 else earlier, 53 if arm == "list" else 104)
        rows.append(made + [arm])
    write("orders_2026-10.csv", ORDERS + ["arm"], rows)
    return rows


def figures(survey_rows, august, ratings, early, late, beta_rows, october):
    print("survey: %d answers, median %s minutes, usual %d, gave up %d, more choice 4 or 5: %d, 1 or 2: %d" % (
        len(survey_rows), statistics.median(r[4] for r in survey_rows), sum(r[5] == "usual" for r in survey_rows),
        sum(r[5] == "gave up" for r in survey_rows), sum(r[6] >= 4 for r in survey_rows), sum(r[6] <= 2 for r in survey_rows)))
    print("survey by company:", {c: (sum(r[2] == c for r in survey_rows),
          statistics.median(r[4] for r in survey_rows if r[2] == c)) for c in ("alone", "partner", "family")})
    with open(HERE / "searches_2026-07.csv", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    mean = lambda rs: sum(float(r["basket_total_eur"]) for r in rs) / sum(int(r["orders_after"]) for r in rs)
    cheap = [r for r in rows if r["term"] == "cheap"]
    print("searches: %d in all, %d orders; cheap %s, orders %s, basket %.2f, all others %.2f" % (
        sum(int(r["searches"]) for r in rows), sum(int(r["orders_after"]) for r in rows), cheap[0]["searches"],
        cheap[0]["orders_after"], mean(cheap), mean([r for r in rows if r["term"] != "cheap"])))
    print("August: %d orders, median %d s, usual %d, median usual %d s, other %d s, single portions %d, basket %.2f" % (
        len(august), statistics.median(o[9] for o in august), sum(o[10] == "yes" for o in august),
        statistics.median(o[9] for o in august if o[10] == "yes"), statistics.median(o[9] for o in august if o[10] == "no"),
        sum(o[7] == 1 for o in august), statistics.mean(float(o[8]) for o in august)))
    print("August under a minute:", sum(o[9] < 60 for o in august), "districts", Counter(o[3] for o in august),
          "hours", sorted(Counter(o[2] for o in august).items()))
    print("ratings:", len(ratings), Counter(r[3] for r in ratings), "late", sum(r[4] == "yes" for r in ratings),
          "late with 1 or 2 stars", sum(r[4] == "yes" and r[3] <= 2 for r in ratings),
          "1 or 2 stars", sum(r[3] <= 2 for r in ratings))
    for rows in (early, late):
        for model in dict.fromkeys(r[0] for r in rows):
            own = [r for r in rows if r[0] == model]
            n, hits = sum(r[3] for r in own), sum(r[4] for r in own)
            m = [r for r in own if r[2] == "Marvila"]
            print("offline %s: hits %d of %d = %.1f %%; pairs %d of %d = %.2f %%; Marvila %d of %d" % (
                model, hits, n, 100 * hits / n, sum(r[6] for r in own), sum(r[5] for r in own),
                100 * sum(r[6] for r in own) / sum(r[5] for r in own), sum(r[4] for r in m), sum(r[3] for r in m)))
    for arm in ("list", "three dishes"):
        own = [r for r in beta_rows if r[1] == arm]
        customers, clicked, ordered = (sum(r[i] for r in own) for i in (2, 3, 4))
        total, squares = sum(float(r[5]) for r in own), sum(float(r[6]) for r in own)
        mean = total / ordered
        print("beta %s: %d customers, clicked %d (%.1f %%), ordered %d (%.1f %%), basket %.2f ± %.2f, per session %.2f" % (
            arm, customers, clicked, 100 * clicked / customers, ordered, 100 * ordered / customers, mean,
            ((squares - ordered * mean**2) / (ordered - 1)) ** 0.5, total / customers))
        own = [o for o in october if o[11] == arm]
        print("  October extract: %d orders, single portions %d" % (len(own), sum(o[7] == 1 for o in own)))
    for what, own in (("to 24 Oct", [o for o in october if o[1] < "2026-10-25"]), ("from 25 Oct", [o for o in october if o[1] >= "2026-10-25"])):
        print("%s: %d orders, before 20:00 %d" % (what, len(own), sum(o[2] < 20 for o in own)))
    print("August before 20:00:", sum(o[2] < 20 for o in august))


def main():
    rng = random.Random(20260706)
    clicks(rng)
    searches(rng)
    survey_rows = survey(rng)
    august = orders_august(rng)
    ratings = ratings_august(rng, august)
    dish_counts(august)
    scored = offline(rng, {
        "list 1.4": (0.196, 0.19, 1.38), "ranker 4": (0.291, 0.21, 1.16), "ranker 5": (0.412, 0.30, 0.71),
        "never ordered": (0.0, 0.0, None), "ranker 6": (0.397, 0.36, 0.74)})
    early = [r for r in scored if r[0] != "ranker 6"]
    late = [r for r in scored if r[0] in ("ranker 4", "ranker 5", "ranker 6")]
    write("offline_2026-09-04.csv", OFFLINE, early)
    write("offline_2026-09-21.csv", OFFLINE, late)
    load(rng, "load_test_2026-09-10.csv", {
        ("ranker 4", "2 vCPU"): ([50, 100, 200, 400, 600], 6, 520),
        ("ranker 5", "1 GPU, 16 GB"): ([5, 10, 15, 18, 24, 30], 57, 18)})
    load(rng, "load_test_2026-09-25.csv", {("ranker 6", "4 vCPU"): ([20, 40, 60, 80, 110, 140], 29, 112)})
    beta_rows = beta(rng)
    october = orders_october(rng)
    ratings_october(october)
    figures(survey_rows, august, ratings, early, late, beta_rows, october)
    for name, rows in FILES.items():
        print(f"{hashlib.sha256((HERE / name).read_bytes()).hexdigest()}  {name}  {rows} rows")


if __name__ == "__main__":
    main()
