"""Writes the JSON Lines of a workspace with odd content: 3,000 artefacts whose texts hold quotes, text from right to
left, emoji, markup, formulas and what looks like structure; metrics that are no numbers; fields that are empty.

    python odd.py > odd.jsonl
"""

import json
import sys

TEXTS = [
    'She said "no", and he said \'yes\'; a\\b',
    "שלום עולם — مرحبا بالعالم",
    "🍜👩‍👩‍👧‍👦 ok",
    "=HYPERLINK(\"http://example.invalid\",\"x\")",
    "+49 30 1234",
    "@SUM(A1:A9)",
    "<script>alert(1)</script> & <b>bold</b>",
    "---\nstatus: accepted\n---\n# Title\n## Decision Outcome\n### x: object",
    "- one\n- two\n\n  three",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "{{ template }} ${env} %s %(x)s",
    "\u202egnp.exe\u202c and \u2028 and \u00a0",
    "",
    "a" * 3000,
    "null",
    "~",
    "0123",
    "yes",
    ": colon, first",
    "# not a comment",
    "x\u0007y",
]


# Each is named by some ten addresses, and the validator of bills of materials takes a moment for each.
VERSIONS = 24


def text(n):
    return TEXTS[n % len(TEXTS)]


def title(n):
    line = " ".join(text(n).split())
    return f"{line} {n}".strip() if n % 3 else f"{n} {line}".strip()


def place(n):
    # That moment grows with the square of the address's length.
    return text(n).split("\n")[0][:120]


def line(**members):
    sys.stdout.write(json.dumps(members, ensure_ascii=False) + "\n")


def artefact(key, kind, n, **fields):
    fields = {name.replace("_", "-"): value for name, value in fields.items() if value not in ("", None)}
    line(t="artefact", key=key, kind=kind, title=title(n), notes=text(n + 1), author=text(n + 2).split("\n")[0], fields=fields)


def link(type_, from_, to, **fields):
    members = {"t": "link", "type": type_, "from": from_, "to": to}
    if fields:
        members["fields"] = fields
    line(**members)


def main():
    artefact("product", "product", 1, users=text(2))
    artefact("release", "release", 2, goal=text(3))
    link("of-product", "release", "product")
    for n in range(20):
        artefact(f"team{n}", "team", n, initials="T")
        artefact(f"person{n}", "stakeholder", n + 5, role="operations")
        link("member-of", f"person{n}", f"team{n}")
    for n in range(VERSIONS):
        digest = {0: f"sha256:{n:064x}", 1: f"mlflow-md5-sample:{n:08x}", 2: f"md5:{n:032x}", 3: f"own-tool:{n}!"}[n % 4]
        artefact(
            f"data{n}", "data-version", n, version=title(n + 7), digest=digest, licence=text(n + 3).split("\n")[0],
            location=place(n + 4), known_biases=text(n), rows=n,
            schema=[{"name": title(n), "type": "text", "personal": n % 2 == 0}],
        )
        artefact(f"code{n}", "code-version", n, repository=place(n + 2) or "r", commit=f"{n:040x}")
        metrics = {"accuracy": f"0.{n + 1}", "loss": ["NaN", "Infinity", "-Infinity", "1e300"][n % 4], text(n)[:40].strip() or "m": "0.5"}
        artefact(
            f"model{n}", "model-version", n, version=str(n), framework=text(n).split("\n")[0], metrics=metrics,
            parameters={text(n + 5)[:40].strip() or "p": text(n), "depth": "007"}, limits=text(n + 1), biases=text(n + 2),
            intended_use=text(n + 3), tags=[text(n + 4)[:40], "x"], location=place(n + 9),
            **({"digest": digest} if n % 5 else {}),
        )
        link("trained-on", f"model{n}", f"data{n}")
        link("evaluated-on", f"model{n}", f"data{(n + 1) % VERSIONS}")
        link("built-from", f"model{n}", f"code{n}")
        link("includes", "release", f"model{n}", how="created-here")
    for n in range(350):
        artefact(
            f"decision{n}", "decision", n, context=text(n), drivers=text(n + 1), outcome=text(n + 2), rationale=text(n + 3),
            consequences=text(n + 4), status=["proposed", "accepted", "rejected", "superseded", "withdrawn"][n % 5],
            tags=[text(n)[:30], "adr"],
        )
        for m in range(2):
            artefact(f"option{n}-{m}", "option", n + m, description=text(n + m), **{"for": text(n + 8), "against": text(n + 9)})
            link("option-of", f"option{n}-{m}", f"decision{n}")
            link("decides", f"decision{n}", f"option{n}-{m}", outcome=["chosen", "rejected"][m])
        artefact(f"stance{n}", "stance", n, position=["consent", "object", "stand-aside"][n % 3], reason=text(n + 1), answer=text(n + 6))
        link("on", f"stance{n}", f"decision{n}")
        link("by", f"stance{n}", f"person{n % 20}")
        link("decided-by", f"decision{n}", f"person{(n + 1) % 20}")
        if n:
            link("supersedes", f"decision{n}", f"decision{n - 1}")
        link("decides", f"decision{n}", f"model{n % VERSIONS}", outcome="chosen")
    for n in range(1400):
        artefact(f"idea{n}", "idea", n)


if __name__ == "__main__":
    main()
