#!/usr/bin/env python3
"""Checks a Throughline evidence pack. Needs Python 3.8 or newer and nothing else.

    python3 verify.py PACK.zip                          checks the pack
    python3 verify.py --checkpoint NOTE.txt PACK.zip    and compares it with a checkpoint kept elsewhere
    python3 verify.py --json PACK.zip                   says the same for programs
    python3 verify.py --batch LIST.txt                  one line of JSON for each path that the file lists

Exit code 0: intact. 1: something is wrong with the pack. 2: it cannot be read as a pack at all, or the
command line is wrong. A long check says on stderr how far it is.

Written from "The record format, version 1" (docs/format.md); the sections that a check follows are named
beside it. It reads the zip itself, unpacks nothing to the disk, opens no connection and runs nothing.
"""

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import time
import zlib

# --------------------------------------------------------------------------------------------------
# Ed25519, strict (RFC 8032 without prehash; no small order, no unreduced scalar)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
D2 = 2 * D % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)  # extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z


def point_add(a, b):
    """Sum of two points in extended coordinates (Hisil, Wong, Carter, Dawson 2008, complete for this curve)."""
    ax, ay, az, at = a
    bx, by, bz, bt = b
    e = (ay - ax) * (by - bx) % P
    f = (ay + ax) * (by + bx) % P
    g = at * D2 * bt % P
    h = 2 * az * bz % P
    k, l, m, n = f - e, h - g, h + g, f + e
    return (k * l % P, m * n % P, l * m % P, k * n % P)


def point_read(data):
    """The point of 32 bytes, or None. The y coordinate is taken modulo p."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, (number & (2**255 - 1)) % P
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * ROOT_OF_MINUS_ONE % P
        if v * x * x % P != u:
            return None
    if x & 1 != sign:
        x = (P - x) % P
    return (x, y, 1, x * y % P)


def point_bytes(point):
    """The 32 bytes of a point."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def is_small_order(point):
    """Whether eight times the point is the neutral one."""
    for _ in range(3):
        point = point_add(point, point)
    return point[0] == 0 and point[1] == point[2]


class Multiples:
    """A point's multiples by 1..15 times 16^i: a product is then 64 additions."""

    def __init__(self, point):
        self.rows = []
        for _ in range(64):
            row = [NEUTRAL, point]
            for _ in range(14):
                row.append(point_add(row[-1], point))
            self.rows.append(row)
            point = point_add(row[15], point)

    def times(self, scalar):
        total = NEUTRAL
        for row in self.rows:
            digit = scalar & 15
            if digit:
                total = point_add(total, row[digit])
            scalar >>= 4
        return total


def _base():
    y = 4 * pow(5, P - 2, P) % P
    return point_read(y.to_bytes(32, "little"))


BASE = Multiples(_base())
KEYS = {}  # key -> multiples of minus the key's point, or None for a key that is refused
VERIFIED = {}  # what was verified, for packs that share changes


def key_multiples(key):
    if key not in KEYS:
        point = point_read(key)
        if point is None or is_small_order(point):
            KEYS[key] = None
        else:
            x, y, z, t = point
            KEYS[key] = Multiples(((P - x) % P, y, z, (P - t) % P))
    return KEYS[key]


def signature_holds(key, message, signature):
    """Strict verification of an Ed25519 signature."""
    if len(key) != 32 or len(signature) != 64:
        return False
    asked = (key, hashlib.sha256(message).digest(), signature)
    if asked not in VERIFIED:
        VERIFIED[asked] = _signature_holds(key, message, signature)
    return VERIFIED[asked]


def _signature_holds(key, message, signature):
    start, scalar = signature[:32], int.from_bytes(signature[32:], "little")
    if scalar >= L:
        return False
    point = point_read(start)
    if point is None or is_small_order(point):
        return False
    minus_key = key_multiples(key)
    if minus_key is None:
        return False
    digest = hashlib.sha512(start + key + message).digest()
    challenge = int.from_bytes(digest, "little") % L
    expected = point_add(BASE.times(scalar), minus_key.times(challenge))
    return point_bytes(expected) == start


# --------------------------------------------------------------------------------------------------
# Trees (RFC 6962 section 2.1)


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha256(b"\x00" + data)


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


class Tree:
    """A tree that grows leaf by leaf: the roots of the perfect trees it consists of, the largest first."""

    def __init__(self):
        self.size = 0
        self.peaks = []

    def push(self, leaf):
        size = self.size
        while size & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            size >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha256(b"")
        root = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            root = node_hash(left, root)
        return root


def tree_root(leaves):
    tree = Tree()
    for leaf in leaves:
        tree.push(leaf)
    return tree.root()


def inclusion_holds(root, size, index, leaf, path):
    """Whether the path, lowest first, leads from the leaf at the index to the root (RFC 9162 section 2.1.3.2)."""
    if index >= size:
        return False
    place, last, digest = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            digest = node_hash(sibling, digest)
            while place & 1 == 0 and place != 0:
                place >>= 1
                last >>= 1
        else:
            digest = node_hash(digest, sibling)
        place >>= 1
        last >>= 1
    return last == 0 and digest == root


# --------------------------------------------------------------------------------------------------
# Values and their one spelling (section "Values")


class Form(Exception):
    """Something is not of the form it should have."""


def _object(pairs):
    read = {}
    for key, value in pairs:
        if key in read:
            raise Form("the key %r stands twice" % key[:40])
        read[key] = value
    return read


def _integer(text):
    if text == "-0" or len(text) > 20:
        raise Form("%s is not an integer in one spelling" % text[:20])
    return int(text)


def _refuse(text):
    raise Form("%s is not a value" % text[:40])


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse
)


def parse(data):
    """The JSON of some bytes: no key twice, no numbers but integers, no text that is not Unicode."""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        value = _decoder.decode(text)
        # Half a surrogate pair is no character.
        if "\\u" in text or "\\U" in text:
            _refuse_surrogates(value)
        return value
    except Form:
        raise
    except (ValueError, RecursionError) as error:
        raise Form("not JSON: %s" % str(error)[:120])


def _refuse_surrogates(value):
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise Form("half a surrogate pair")
    elif isinstance(value, list):
        for item in value:
            _refuse_surrogates(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_surrogates(key)
            _refuse_surrogates(item)


_ESCAPED = re.compile('["\\\\\x00-\x1f]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def _escape(match):
    return _ESCAPES.get(match.group()) or "\\u%04x" % ord(match.group())


def _utf16(text):
    return text.encode("utf-16-be", "surrogatepass")


def canonical(value):
    """Canonical JSON (RFC 8785); `null` only stands in lines of a pack."""
    out = []
    try:
        _write(out, value)
    except RecursionError:
        raise Form("nested too deep")
    return "".join(out)


def _write(out, value):
    if value is None:
        out.append("null")
    elif value is True:
        out.append("true")
    elif value is False:
        out.append("false")
    elif isinstance(value, str):
        out.append('"' + _ESCAPED.sub(_escape, value) + '"')
    elif isinstance(value, int):
        out.append(str(value))
    elif isinstance(value, list):
        out.append("[")
        for number, item in enumerate(value):
            if number:
                out.append(",")
            _write(out, item)
        out.append("]")
    else:
        out.append("{")
        for number, key in enumerate(sorted(value, key=_utf16)):
            if number:
                out.append(",")
            _write(out, key)
            out.append(":")
            _write(out, value[key])
        out.append("}")


def check_value(value, left=64):
    """Holds a value to the grammar: no null, |n| < 2^53, at most 64 objects and arrays in each other."""
    if value is None:
        raise Form("null is not a value")
    if isinstance(value, bool) or isinstance(value, str):
        return
    if isinstance(value, int):
        if not -(2**53) < value < 2**53:
            raise Form("an integer is too large")
        return
    if left == 0:
        raise Form("nested deeper than 64 objects and arrays")
    for item in value.values() if isinstance(value, dict) else value:
        check_value(item, left - 1)


# --------------------------------------------------------------------------------------------------
# Written forms (section "Written forms")

HEX = re.compile(r"[0-9a-f]{64}\Z")
SIGNATURE = re.compile(r"[0-9a-f]{128}\Z")
COMMITMENT = re.compile(r"sha256:[0-9a-f]{64}\Z")
ENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
VERSION = re.compile(r"[1-9][0-9]{0,5}\Z")
ADDRESS = re.compile(r"([0-9a-f]{64})\.(0|[1-9][0-9]{0,9})\Z")
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
INSTANT = re.compile(r"([0-9-]{10})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]{1,9})?Z\Z")
ACTS = ("edit", "import", "undo", "redo", "merge", "erase", "freeze", "sign", "begin", "join")


def is_date(text):
    found = DATE.match(text)
    if not found:
        return False
    year, month, day = (int(part) for part in found.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return 1 <= month <= 12 and 1 <= day <= days[month - 1]


def is_instant(text):
    found = INSTANT.match(text)
    return bool(
        found
        and is_date(found.group(1))
        and int(found.group(2)) <= 23
        and int(found.group(3)) <= 59
        and int(found.group(4)) <= 59
    )


def is_name(text):
    return len(text) <= 64 and bool(NAME.match(text))


def is_kind(text):
    name, slash, version = text.partition("/")
    return bool(slash and is_name(name) and VERSION.match(version))


def is_address(text):
    found = ADDRESS.match(text)
    return bool(found) and int(found.group(2)) < 2**32


def members(value, needed, optional=()):
    """Holds an object to its members; an optional one may be null, which is a spelling of its absence."""
    if not isinstance(value, dict):
        raise Form("not an object")
    for key in needed:
        if key not in value:
            raise Form("%s is missing" % key)
    for key in value:
        if key not in needed and key not in optional:
            raise Form("%s is not a member" % key[:40])
    return value


def text(value, pattern=None):
    if not isinstance(value, str) or (pattern and not pattern.match(value)):
        raise Form("%s has not the form it should have" % str(value)[:80])
    return value


def whole(value, below):
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < below:
        raise Form("%s is not a number in its range" % str(value)[:40])
    return value


def texts(value, pattern=None):
    if not isinstance(value, list):
        raise Form("not an array")
    return [text(item, pattern) for item in value]


def ascending(items):
    return all(a < b for a, b in zip(items, items[1:]))


# --------------------------------------------------------------------------------------------------
# Changes (sections "Parts", "Records", "Changes")


class Fault(Exception):
    """One thing that is wrong: a code, a place, and a sentence."""

    def __init__(self, code, detail, record=None):
        super().__init__(detail)
        self.code, self.detail, self.record = code, detail, record


CHANGE_TAG = b"throughline/change/v1\n"
PART_TAG = b"throughline/part/v1\n"


def change_id(header):
    return sha256(CHANGE_TAG + header).hex()


def commitment(kind, salt, data):
    name = kind.encode("ascii")
    return "sha256:" + sha256(PART_TAG + salt + bytes([len(name)]) + name + data).hex()


def read_header(data):
    """The header's members, held to what it can say by itself; its spelling is not looked at."""
    header = members(
        parse(data),
        ("act", "actor", "at", "clock", "device", "parents", "parts", "records", "seq", "v", "workspace"),
        ("of",),
    )
    act, workspace = text(header["act"]), text(header["workspace"])
    if whole(header["v"], 2**64) != 1 or act not in ACTS or not is_instant(text(header["at"])):
        raise Form("version, act or time are not of version 1")
    if text(header["actor"]):
        text(header["actor"], ENTITY)
    if workspace:
        text(workspace, HEX)
    text(header["device"], HEX)
    if header.get("of") is not None:
        text(header["of"], HEX)
    parents = texts(header["parents"], HEX)
    if members(header["parts"], (), ("note",)).get("note") is not None:
        text(header["parts"]["note"], COMMITMENT)
    records = members(header["records"], ("count", "root"))
    whole(records["count"], 2**32)
    text(records["root"], COMMITMENT)
    clock, seq = whole(header["clock"], 2**53), whole(header["seq"], 2**53)
    if clock < 1 or seq < 1 or not ascending(parents):
        raise Form("clock or seq are 0, or the parents are not in order")
    if (act == "begin") != (workspace == ""):
        raise Form("the first change, and no other, begins and names no workspace")
    if workspace == "" and (parents or clock != 1 or seq != 1):
        raise Form("the first change has no parents, and 1 as clock and seq")
    if workspace != "" and not parents:
        raise Form("only the first change has no parents")
    return header


def without_null(value):
    """The object without members that are null: how absence is spelt."""
    if isinstance(value, dict):
        return {key: without_null(item) for key, item in value.items() if item is not None}
    return value


def read_record(data):
    """A record's members, held to what they can say by themselves; the spelling is not looked at."""
    record = members(parse(data), ("entity", "kind", "parts", "sets"), ("ends", "on"))
    text(record["entity"], ENTITY)
    if not is_kind(text(record["kind"])):
        raise Form("not a kind with its version")
    if record.get("on") is not None and not (is_date(text(record["on"])) or is_instant(record["on"])):
        raise Form("`on` is neither a date nor an instant")
    if record.get("ends") is not None:
        ends = members(record["ends"], ("from", "to", "type"), ("from_rev", "to_rev"))
        text(ends["from"], ENTITY)
        text(ends["to"], ENTITY)
        for revision in ("from_rev", "to_rev"):
            if ends.get(revision) is not None and not is_address(text(ends[revision])):
                raise Form("a revision is not an address")
        if not is_name(text(ends["type"])):
            raise Form("the link's type is not a name")
    parts = members(record["parts"], (), ("content", "personal"))
    sets = members(record["sets"], (), ("content", "personal"))
    seen = set()
    for kind in ("content", "personal"):
        if parts.get(kind) is not None:
            text(parts[kind], COMMITMENT)
        # Unlike a commitment, a list of names cannot be null.
        names = texts(sets[kind]) if kind in sets else []
        if not all(is_name(name) for name in names) or not ascending(names):
            raise Form("the fields that are set are not names in order")
        if bool(names) != (parts.get(kind) is not None):
            raise Form("a part is committed without fields, or set without a commitment")
        if seen.intersection(names):
            raise Form("a field is set in both parts")
        seen.update(names)
    return record


def record_spelling(record):
    """The one spelling of a record that was read."""
    plain = without_null(record)
    plain["sets"] = {kind: names for kind, names in plain["sets"].items() if names}
    return canonical(plain)


def check_part(kind, committed, part):
    if part is None:
        return
    if committed is None:
        raise Fault("part-uncommitted", "a part `%s` is here that nothing commits to" % kind)
    if commitment(kind, part[0], part[1]) != committed:
        raise Fault("part-commitment", "the part `%s` does not match its commitment" % kind)


def open_part(kind, part, names):
    """The fields of a part."""
    if part is None:
        return None
    try:
        fields = parse(part[1])
        if not isinstance(fields, dict):
            raise Form("not an object")
        check_value(fields)
    except Form as error:
        raise Fault("part-form", "the part `%s` cannot be read: %s" % (kind, error))
    if canonical(fields).encode("utf-8") != part[1]:
        raise Fault("part-not-canonical", "the part `%s` is not in canonical form" % kind)
    if not set(fields) <= set(names):
        raise Fault("part-fields", "the part `%s` holds a field that the record does not set" % kind)
    return fields


def decode_change(line):
    """Proves everything a change can prove alone, in the order of section "Faults". Gives the records."""
    header_bytes = line["header"]
    try:
        header = read_header(header_bytes)
    except Form as error:
        raise Fault("header-form", "the header is not one of version 1: %s" % error)
    if canonical(without_null(header)).encode("utf-8") != header_bytes:
        raise Fault("header-not-canonical", "the header is not in canonical form")
    if change_id(header_bytes) != line["id"]:
        raise Fault("change-id", "the header is not that of change %s" % line["id"])
    if not signature_holds(bytes.fromhex(header["device"]), CHANGE_TAG + header_bytes, line["signature"]):
        raise Fault("signature", "no signature of device %s over change %s" % (header["device"], line["id"]))
    records, given = line["records"], line["leaves"]
    if len(records) != header["records"]["count"]:
        raise Fault(
            "record-count",
            "%d records were signed, and %d are here" % (header["records"]["count"], len(records)),
        )
    leaves = []
    for index, record in enumerate(records):
        leaf = leaf_hash(record) if record is not None else given[index]
        if given is not None and leaf != given[index]:
            raise Fault("record-root", "the record does not hash to its leaf", index)
        leaves.append(leaf)
    if "sha256:" + tree_root(leaves).hex() != header["records"]["root"]:
        raise Fault("record-root", "the records are not those that change %s signed" % line["id"])
    note = line["parts"].get(None)
    check_part("note", header["parts"].get("note"), note)
    read = []
    for index, data in enumerate(records):
        if data is None:
            read.append(None)
            continue
        try:
            read.append(decode_record(data, line["parts"].get(index, {})))
        except Fault as fault:
            fault.record = index
            raise
    return header, read


def decode_record(data, parts):
    try:
        record = read_record(data)
    except Form as error:
        raise Fault("record-form", "the record is not one of version 1: %s" % error)
    if record_spelling(record).encode("utf-8") != data:
        raise Fault("record-not-canonical", "the record is not in canonical form")
    for kind in ("content", "personal"):
        check_part(kind, record["parts"].get(kind), parts.get(kind))
    opened = {
        kind: open_part(kind, parts.get(kind), record["sets"].get(kind, ())) for kind in ("content", "personal")
    }
    return record, opened


# --------------------------------------------------------------------------------------------------
# The zip, bounded (section "Evidence pack")

MOST_FILES = 20_000
MOST_OF_A_FILE = 2 << 30
MOST_IN_ALL = 2**32 - 1
MOST_RATIO = 200
FREE_OF_RATIO = 1 << 20
MOST_TEXT = 512 << 20  # of what is held in memory at once: manifest, changes, proofs, notes
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\Z")


class Unreadable(Exception):
    """It is no pack, or one that is refused before it is read."""

    def __init__(self, code, place, detail):
        super().__init__(detail)
        self.code, self.place, self.detail = code, place, detail


def refused(detail):
    return Unreadable("archive", "", detail)


class Zip:
    """The files of a zip: names, sizes and kinds are held to the limits before a byte is unpacked."""

    def __init__(self, path):
        try:
            self.file = open(path, "rb")
        except OSError as error:
            raise refused("it cannot be opened: %s" % error.strerror)
        try:
            self.entries = self._directory()
        except Exception:
            self.file.close()
            raise

    def close(self):
        self.file.close()

    def _at(self, offset, length):
        self.file.seek(offset)
        data = self.file.read(length)
        if len(data) != length:
            raise refused("it ends too early")
        return data

    def _directory(self):
        self.file.seek(0, 2)
        length = self.file.tell()
        if length > MOST_IN_ALL:
            raise refused("it is larger than 4 GiB")
        if length < 22:
            raise refused("it is too short to be a zip")
        end = self._at(length - 22, 22)
        if end[:4] != b"PK\x05\x06":
            raise refused("it does not end like a zip, or ends with a comment")
        disk, first, here, count, size, offset, comment = struct.unpack("<HHHHIIH", end[4:])
        if count > MOST_FILES:
            raise refused("it holds more than %d files" % MOST_FILES)
        if disk or first or here != count or comment or offset + size != length - 22:
            raise refused("there are bytes around it, or it goes on elsewhere")
        if size > count * (46 + 400):
            raise refused("its directory is larger than its names")
        directory, entries, spans, total = self._at(offset, size), {}, [], 0
        at = 0
        for _ in range(count):
            if directory[at : at + 4] != b"PK\x01\x02" or at + 46 > size:
                raise refused("its directory is not one")
            made, _, flags, method, _, _, crc, packed, unpacked, names, extra, words = struct.unpack(
                "<HHHHHHIIIHHH", directory[at + 4 : at + 34]
            )
            attributes, start = struct.unpack("<II", directory[at + 38 : at + 46])
            name = directory[at + 46 : at + 46 + names].decode("latin-1")
            at += 46 + names + extra + words
            if made >> 8 == 3 and (attributes >> 16) & 0o170000 not in (0, 0o100000):
                raise refused("%s is no plain file" % name[:80])
            if flags & 0x41 or method not in (0, 8):
                raise refused("%s is encrypted or packed in a way that is not read here" % name[:80])
            if len(name) > 200 or not FILE_NAME.match(name):
                raise refused("%s is not a name that is read here" % name[:80])
            if name.lower() in entries:
                raise refused("%s stands in it twice" % name)
            if unpacked > MOST_OF_A_FILE:
                raise refused("%s is larger than 2 GiB" % name)
            if unpacked > FREE_OF_RATIO and unpacked // max(packed, 1) > MOST_RATIO:
                raise refused("%s is packed better than anything real" % name)
            total += unpacked
            if total > MOST_IN_ALL:
                raise refused("it unpacks to more than 4 GiB")
            local = self._at(start, 30)
            local_names, local_extra = struct.unpack("<HH", local[26:30])
            if local[:4] != b"PK\x03\x04" or struct.unpack("<HH", local[6:10]) != (flags, method):
                raise refused("%s is described in two ways" % name)
            if self._at(start + 30, local_names) != name.encode("latin-1"):
                raise refused("%s has two names" % name)
            if not flags & 8 and struct.unpack("<III", local[14:26]) != (crc, packed, unpacked):
                raise refused("%s is described in two ways" % name)
            data = start + 30 + local_names + local_extra
            spans.append((start, data + packed))
            entries[name.lower()] = (name, method, crc, data, packed, unpacked)
        if at != size:
            raise refused("its directory is larger than its names")
        spans.sort()
        if any(a[1] > b[0] for a, b in zip(spans, spans[1:] + [(offset, 0)])):
            raise refused("its files overlap")
        return {entry[0]: entry for entry in entries.values()}

    def pieces(self, name):
        """The bytes of a file, unpacked; ends with Form if they are not what the directory says."""
        _, method, crc, data, packed, unpacked = self.entries[name]
        inflate = zlib.decompressobj(-15) if method == 8 else None
        self.file.seek(data)
        left, given, check = packed, 0, 0
        while True:
            piece = inflate.unconsumed_tail if inflate else b""
            if not piece:
                piece = self.file.read(min(left, 1 << 16))
                left -= len(piece)
            try:
                # At most so much at once, however well it is packed.
                out = inflate.decompress(piece, 1 << 20) if inflate else piece
            except zlib.error as error:
                raise Form("it cannot be unpacked: %s" % error)
            given += len(out)
            if given > unpacked:
                raise Form("it is longer than it says")
            check = zlib.crc32(out, check)
            if out:
                yield out
            if not piece and not out:
                break
        if given != unpacked or check != crc or left or (inflate and not inflate.eof):
            raise Form("it is not what the zip says")

    def read(self, name, most=MOST_TEXT):
        if self.entries[name][5] > most:
            raise Form("it is larger than %d MiB" % (most >> 20))
        return b"".join(self.pieces(name))

    def digest(self, name):
        digest = hashlib.sha256()
        for piece in self.pieces(name):
            digest.update(piece)
        return digest.hexdigest()


# --------------------------------------------------------------------------------------------------
# Checkpoints: C2SP signed notes (sections "Checkpoints", "Evidence pack")

BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")
SIZE = re.compile(r"(0|[1-9][0-9]{0,19})\Z")
MOST_OF_A_CHECKPOINT = 64 << 10
MOST_SIGNATURES = 100


def unbase64(data):
    if not BASE64.match(data):
        raise Fault("checkpoint-form", "not base64")
    raw = base64.b64decode(data)
    if base64.b64encode(raw).decode("ascii") != data:
        raise Fault("checkpoint-form", "not base64 in its one spelling")
    return raw


def read_checkpoint(data):
    """What a checkpoint says whose signature by the device in its origin holds; of others a Fault."""

    def form(what):
        return Fault("checkpoint-form", "it is not a checkpoint: " + what)

    if len(data) > MOST_OF_A_CHECKPOINT:
        raise form("it is too long")
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError:
        raise form("it is not UTF-8")
    if re.search("[\x00-\x09\x0b-\x1f]", note):
        raise form("a control character stands in it")
    head, gap, tail = note.rpartition("\n\n")
    lines, signatures = head.split("\n"), []
    if not gap or not tail.endswith("\n") or len(lines) < 3 or "" in lines:
        raise form("it is no signed note of origin, size and root")
    for line in tail[:-1].split("\n"):
        name, space, signature = line[2:].partition(" ")
        if not line.startswith("\u2014 ") or not space or not name or "+" in name or re.search(r"\s", name):
            raise form("a line of its signatures is not one")
        signature = unbase64(signature)
        if len(signature) < 5:
            raise form("a signature is too short")
        signatures.append((name, signature[:4], signature[4:]))
    origin, size, root = lines[:3]
    names = origin.split("/")
    root = unbase64(root)
    if len(signatures) > MOST_SIGNATURES or len(root) != 32 or not SIZE.match(size) or int(size) >= 2**64:
        raise form("its size or its root is none")
    if len(names) != 3 or names[0] != "throughline" or not HEX.match(names[1]) or not HEX.match(names[2]):
        raise form("its origin is not `throughline/<workspace>/<device>`")
    key = bytes.fromhex(names[2])
    number = sha256(origin.encode("ascii") + b"\n\x01" + key)[:4]
    own = [signature for name, named, signature in signatures if (name, named) == (origin, number)]
    if not own or not signature_holds(key, (head + "\n").encode("utf-8"), own[0]):
        raise Fault("checkpoint-signature", "it is not signed by the device it names")
    return {"workspace": names[1], "device": names[2], "size": int(size), "root": root}


# --------------------------------------------------------------------------------------------------
# The pack (section "Evidence pack")


def hex_bytes(value, pattern):
    return bytes.fromhex(text(value, pattern))


def read_manifest(data):
    manifest = parse(data)
    if canonical(manifest).encode("utf-8") != data:
        raise Form("it is not in canonical form")
    members(manifest, ("counts", "files", "first", "format", "last", "log", "scope", "workspace"))
    if manifest["format"] != "throughline-pack/1":
        raise Form("its format is not throughline-pack/1")
    text(manifest["workspace"], HEX)
    log = members(manifest["log"], ("length", "root"))
    text(log["root"], COMMITMENT)
    if whole(log["length"], 2**53) < 1:
        raise Form("its log is empty")
    whole(manifest["first"], 2**53)
    whole(manifest["last"], 2**53)
    scope = members(manifest["scope"], ("of",), ("entity",))
    if scope["of"] not in ("all", "release", "thread") or (scope["of"] == "all") == ("entity" in scope):
        raise Form("its scope is none of all, release and thread")
    if "entity" in scope:
        text(scope["entity"], ENTITY)
    counts = members(manifest["counts"], ("attachments", "changes", "erased", "records", "withheld"))
    for count in counts.values():
        whole(count, 2**53)
    if not isinstance(manifest["files"], dict):
        raise Form("`files` is not an object")
    for name, digest in manifest["files"].items():
        text(digest, HEX)
        if len(name) > 200 or not FILE_NAME.match(name) or name == "manifest.json":
            raise Form("a file has no name that is read here")
    return manifest


def read_line(data):
    """A line of changes.jsonl: a change, and which of its records stayed behind."""
    line = parse(data)
    if canonical(line).encode("utf-8") != data:
        raise Form("it is not in canonical form")
    members(line, ("header", "id", "parts", "position", "records", "signature"), ("leaves",))
    records = line["records"]
    if not isinstance(records, list):
        raise Form("`records` is not an array")
    records = [None if record is None else text(record).encode("utf-8") for record in records]
    leaves = None
    if "leaves" in line:
        leaves = [bytes.fromhex(leaf) for leaf in texts(line["leaves"], HEX)]
        if len(leaves) != len(records):
            raise Form("there is not one leaf for each record")
    if (leaves is not None) != any(record is None for record in records):
        raise Form("leaves stand exactly where a record stayed behind")
    parts = {}
    if not isinstance(line["parts"], dict):
        raise Form("`parts` is not an object")
    for name, part in line["parts"].items():
        members(part, ("bytes", "salt"))
        opened = (hex_bytes(part["salt"], HEX), text(part["bytes"]).encode("utf-8"))
        if name == "note":
            parts[None] = opened
            continue
        index, _, kind = name.partition(".")
        if not re.match(r"(0|[1-9][0-9]{0,9})\Z", index) or kind not in ("content", "personal"):
            raise Form("a part has no name of a part")
        index = int(index)
        if index >= len(records) or records[index] is None:
            raise Form("a part belongs to no record of the line")
        parts.setdefault(index, {})[kind] = opened
    return {
        "header": text(line["header"]).encode("utf-8"),
        "id": text(line["id"], HEX),
        "leaves": leaves,
        "parts": parts,
        "position": whole(line["position"], 2**64),
        "records": records,
        "signature": hex_bytes(line["signature"], SIGNATURE),
    }


def read_anchor(data):
    """What the record held of a checkpoint that was kept elsewhere."""
    if len(data) > MOST_OF_A_CHECKPOINT:
        raise Form("it is too long")
    anchor = parse(data)
    if canonical(anchor).encode("utf-8") != data:
        raise Form("it is not in canonical form")
    said = ("at", "location", "place", "way")
    members(anchor, ("checkpoint", "entity", "position", "root", "stamps"), said)
    for key in said:
        if key in anchor:
            text(anchor[key])
    text(anchor["checkpoint"])
    text(anchor["entity"], ENTITY)
    text(anchor["root"], COMMITMENT)
    whole(anchor["position"], 2**53)
    if not isinstance(anchor["stamps"], list):
        raise Form("its stamps are no array")
    for stamp in anchor["stamps"]:
        members(stamp, ("file", "name", "sha256"), ("request",))
        text(stamp["file"])
        text(stamp["name"])
        text(stamp["sha256"], HEX)
        if "request" in stamp:
            text(stamp["request"])
    return anchor


def lines_of(data):
    """The lines of a file of which each ends with a line feed; the last is marked if it does not."""
    lines = data.split(b"\n")
    ended = lines.pop() == b""
    return lines, ended


CODES = (
    "header-form header-not-canonical change-id signature record-count record-root record-form "
    "record-not-canonical part-uncommitted part-commitment part-form part-not-canonical part-fields "
    "other-workspace repeated unknown-parent clock sequence equivocation part-missing part-not-erased "
    "part-withheld"
).split()


SILENCE = 3  # seconds after which something is said of how far it is


class Pack:
    """A pack that is being checked; `faults` holds what is wrong, in the order of section "Evidence pack"."""

    def __init__(self, path, given=(), tell=None):
        self.tell = tell
        self.faults = []
        self.manifest = None
        self.changes = self.records = self.left_out = self.erased = self.withheld = 0
        self.attachments = 0
        self.devices = {}
        self.acts = {}
        self.span = None
        self.anchors = []
        self.checkpoints = []
        self.anchors_here = self.stamps_here = 0
        self.zip = None
        try:
            self.zip = Zip(path)
            self.check(given)
        except Unreadable as error:
            self.faults = [(error.code, error.place, error.detail)]
            self.manifest = None
        except OSError as error:
            self.faults = [("archive", "", "it cannot be read: %s" % error.strerror)]
            self.manifest = None
        finally:
            if self.zip:
                self.zip.close()

    def fault(self, code, place, detail):
        self.faults.append((code, place, detail))

    # Step 1 and 2
    def check(self, given):
        if "manifest.json" not in self.zip.entries:
            raise Unreadable("manifest", "manifest.json", "there is none")
        try:
            self.manifest = read_manifest(self.zip.read("manifest.json", 64 << 20))
        except Form as error:
            raise Unreadable("manifest", "manifest.json", str(error))
        whole_log = self.manifest["counts"]["changes"] == self.manifest["log"]["length"]
        if self.check_files(whole_log):
            ids = None if whole_log else self.check_log()
            if whole_log or ids is not None:
                self.check_changes(ids)
                self.check_counts()
        self.check_anchors(self.check_checkpoints(given))

    # Step 3
    def check_files(self, whole_log):
        listed, here = self.manifest["files"], set(self.zip.entries) - {"manifest.json"}
        wanted = {"changes.jsonl"} if whole_log else {"changes.jsonl", "log.txt", "proofs.jsonl"}
        lost = set()
        for name in sorted(here | set(listed) | wanted):
            if name not in here:
                self.fault("file-missing", name, "the file is not in the pack")
                lost.add(name)
            elif name not in listed:
                self.fault("file-unlisted", name, "the file is not in the manifest")
            else:
                try:
                    digest = self.zip.digest(name)
                except Form as error:
                    self.fault("file-digest", name, str(error))
                    lost.add(name)
                    continue
                if digest != listed[name]:
                    self.fault("file-digest", name, "the file is not the one that the manifest names")
                if name.startswith("attachments/"):
                    self.attachments += 1
                    if name != "attachments/" + digest:
                        self.fault("attachment", name, "the bytes are not those of the name")
        return not lost & (wanted | {"withheld.txt"})

    def text_of(self, name):
        try:
            return self.zip.read(name)
        except Form as error:
            raise refused("%s: %s" % (name, error))

    # Step 4: only where changes stayed behind
    def check_log(self):
        lines, ended = lines_of(self.text_of("log.txt"))
        ids = [line.decode("latin-1") for line in lines]
        if not ended or len(ids) != self.manifest["log"]["length"] or not all(map(HEX.match, ids)):
            self.fault("log-form", "log.txt", "it is not one id for each change of the log")
            return None
        if len(set(ids)) != len(ids):
            self.fault("log-form", "log.txt", "an id stands in it twice")
            return None
        if "sha256:" + tree_root(leaf_hash(bytes.fromhex(i)) for i in ids).hex() != self.manifest["log"]["root"]:
            self.fault("log-root", "log.txt", "the ids do not give the root in the manifest")
        if ids[0] != self.manifest["workspace"]:
            self.fault("other-workspace", "#1", "the log does not begin with the workspace's first change")
        return ids

    # Step 5 and 6
    def check_changes(self, ids):
        data, ended = lines_of(self.text_of("changes.jsonl"))
        if not ended:
            data.append(None)
        paths = None if ids is None else self.read_paths(len(data))
        withheld = self.read_withheld()
        placed = {} if ids is None else {change: at for at, change in enumerate(ids, 1)}
        log = Log(self.manifest["workspace"], placed)
        length, root = self.manifest["log"]["length"], bytes.fromhex(self.manifest["log"]["root"][7:])
        seen, last, tree, told = 0, 0, Tree(), time.monotonic()
        for number, bytes_of_line in enumerate(data, 1):
            if self.tell and time.monotonic() - told >= SILENCE:
                told = time.monotonic()
                self.tell("checked {:,} of {:,} changes".format(number - 1, len(data)))
            try:
                if bytes_of_line is None:
                    raise Form("the last line does not end")
                line = read_line(bytes_of_line)
            except Form as error:
                self.fault("line-form", "line %d" % number, str(error))
                continue
            position = line["position"]
            if not last < position <= length:
                self.fault("order", "line %d" % number, "its position does not follow, or is past the end")
                continue
            last = position
            seen += 1
            tree.push(leaf_hash(bytes.fromhex(line["id"])))
            self.span = (self.span[0] if self.span else position, position)
            for code, record, detail in log.push(line, self):
                self.fault(code, place_of(position, record), detail)
            if ids is not None:
                if ids[position - 1] != line["id"]:
                    self.fault("log-id", "#%d" % position, "another change stands in the log here")
                leaf = leaf_hash(bytes.fromhex(line["id"]))
                path = paths.get(position) if paths else None
                if path is None or not inclusion_holds(root, length, position - 1, leaf, path):
                    self.fault("log-path", "#%d" % position, "its path does not lead to the log's root")
        self.changes, self.records = seen, log.records
        self.left_out, self.devices = log.left_out, log.devices
        for code, position, record, detail in log.finish(withheld, self):
            place = "withheld.txt" if position is None else place_of(position, record)
            self.fault(code, place, detail)
        if ids is None and "sha256:" + tree.root().hex() != self.manifest["log"]["root"]:
            self.fault("log-root", "manifest.json", "the changes do not give the root in the manifest")
        self.ids = log.order if ids is None else ids

    def read_paths(self, most):
        """The path of each change to the log's root, lowest first."""
        lines, ended = lines_of(self.text_of("proofs.jsonl"))
        paths = {}
        try:
            if not ended or len(lines) > most:
                raise Form("it has not one line for each change")
            for line in lines:
                proof = parse(line)
                if canonical(proof).encode("utf-8") != line:
                    raise Form("a line is not in canonical form")
                members(proof, ("path", "position"))
                path = [bytes.fromhex(node) for node in texts(proof["path"], HEX)]
                position = whole(proof["position"], 2**53)
                if position in paths:
                    raise Form("a position stands in it twice")
                paths[position] = path
        except Form as error:
            self.fault("proof-form", "proofs.jsonl", str(error))
            return None
        return paths

    def read_withheld(self):
        """The names of the parts that whoever made the pack kept back."""
        if "withheld.txt" not in self.zip.entries:
            return []
        lines, ended = lines_of(self.text_of("withheld.txt"))
        names = []
        for line in lines:
            try:
                name = part_name(line.decode("ascii"))
            except (Form, UnicodeDecodeError):
                name = None
            names.append((line, name))
        if not ended or not ascending(lines) or any(name is None for _, name in names):
            self.fault("withheld-form", "withheld.txt", "it is not names of parts in order")
            return []
        return [name for _, name in names]

    # Step 7
    def check_counts(self):
        counts, span = self.manifest["counts"], self.span or (0, 0)
        found = {
            "attachments": self.attachments,
            "changes": self.changes,
            "erased": self.erased,
            "records": self.records,
            "withheld": self.withheld,
        }
        wrong = [name for name in sorted(found) if counts[name] != found[name]]
        if wrong or span != (self.manifest["first"], self.manifest["last"]):
            words = ", ".join("%d %s" % (found[name], name) for name in wrong) or "other positions"
            self.fault("counts", "manifest.json", "it is not what is here: %s" % words)

    # Step 8. Gives the checkpoints of the pack that fit, each with its bytes.
    def check_checkpoints(self, given):
        fitting = {}
        for name in sorted(self.zip.entries):
            if name.startswith("checkpoints/"):
                try:
                    note = self.zip.read(name, MOST_OF_A_CHECKPOINT)
                except Form:
                    note = b""
                checkpoint = self.checkpoint(note, name)
                if checkpoint:
                    self.checkpoints.append(name)
                    fitting[name] = (checkpoint, note)
        for name, note in given:
            checkpoint = self.checkpoint(note, name)
            if checkpoint:
                self.anchors.append((name, checkpoint))
        return fitting

    # Step 9
    def check_anchors(self, fitting):
        names = sorted(name for name in self.zip.entries if name.startswith("anchors/"))
        read, named = {}, set()
        for name in names:
            if name.endswith(".json"):
                try:
                    read[name] = read_anchor(self.zip.read(name, MOST_OF_A_CHECKPOINT))
                    if name != "anchors/%s.json" % read[name]["entity"]:
                        raise Form("its name is not that of its entity")
                except Form as error:
                    read[name] = str(error)
                    continue
                for stamp in read[name]["stamps"]:
                    named |= {stamp["file"], stamp.get("request")}
        for name in names:
            anchor = read.get(name)
            if anchor is None:
                if name not in named:
                    self.fault("anchor-form", name, "no anchor names this file")
            elif isinstance(anchor, str):
                self.fault("anchor-form", name, anchor)
            else:
                self.anchors_here += 1
                self.check_anchor(name, anchor, fitting)

    def check_anchor(self, name, anchor, fitting):
        checkpoint, note = fitting.get(anchor["checkpoint"], (None, None))
        root = bytes.fromhex(anchor["root"][7:])
        if checkpoint is None or (checkpoint["size"], checkpoint["root"]) != (anchor["position"], root):
            self.fault("anchor-checkpoint", name, "it is not of a checkpoint in the pack that fits")
            return
        octets = b"\x04\x20" + sha256(note)
        for stamp in anchor["stamps"]:
            reply = self.bytes_of(stamp["file"])
            holds = sha256(reply).hex() == stamp["sha256"] and octets in reply
            if "request" in stamp:
                holds = octets in self.bytes_of(stamp["request"]) and holds
            if holds:
                self.stamps_here += 1
            else:
                self.fault("anchor-stamp", stamp["file"],
                           "it is not the reply that the anchor names, or not about its checkpoint")

    def bytes_of(self, name):
        """The bytes of a file; none if it is not here whole."""
        try:
            return self.zip.read(name) if name in self.zip.entries else b""
        except Form:
            return b""

    def checkpoint(self, note, place):
        ids = getattr(self, "ids", None)
        try:
            checkpoint = read_checkpoint(note)
            if checkpoint["workspace"] != self.manifest["workspace"]:
                raise Fault("checkpoint-workspace", "it is a checkpoint of another workspace")
            if checkpoint["size"] > self.manifest["log"]["length"]:
                raise Fault("checkpoint-size", "it is of a longer log: the pack is older, or changes were taken away")
            if ids is None:
                raise Fault("checkpoint-root", "there is no log to compare it with")
            tree = Tree()
            for change in ids[: checkpoint["size"]]:
                tree.push(leaf_hash(bytes.fromhex(change)))
            if tree.size != checkpoint["size"] or tree.root() != checkpoint["root"]:
                raise Fault("checkpoint-root", "the record differs from it: rewritten, or of another copy")
            return checkpoint
        except Fault as fault:
            self.fault(fault.code, place, fault.detail)
            return None

    def verdict(self):
        if not self.faults:
            return "intact"
        return "unreadable" if self.manifest is None else "damaged"


def part_name(name):
    """(change, record or None, kind) of a part's name."""
    of, slash, kind = name.rpartition("/")
    if kind == "note" and HEX.match(of):
        return (of, None, kind)
    if kind in ("content", "personal") and is_address(of):
        change, _, index = of.partition(".")
        return (change, int(index), kind)
    raise Form("not the name of a part")


def place_of(position, record):
    return "#%d" % position if record is None else "#%d.%d" % (position, record)


class Log:
    """What only shows in the log: workspace, parents, clocks, numbers, parts (section "The log and the fold")."""

    def __init__(self, workspace, placed):
        self.workspace, self.placed = workspace, placed
        self.known = {}  # change -> clock, highest seq seen of each device, whether something before is unknown
        self.unreadable = set()
        self.signed = {}
        self.positions = {}
        self.order = []
        self.records = self.left_out = 0
        self.devices = {}
        self.here, self.gone = set(), []
        self.erased, self.erasures = {}, set()

    def push(self, line, pack):
        """Reads the next change; gives what is wrong with it."""
        change, position = line["id"], line["position"]
        self.order.append(change)
        if change in self.known or change in self.unreadable:
            return [("repeated", None, "the change stands in the log twice")]
        self.records += sum(record is not None for record in line["records"])
        self.left_out += sum(record is None for record in line["records"])
        faults = []
        try:
            header, records = decode_change(line)
        except Fault as fault:
            faults.append((fault.code, fault.record, fault.detail))
            try:
                header = read_header(line["header"])
            except Form:
                header = None
            if header is None or change_id(line["header"]) != change:
                self.unreadable.add(change)
            else:
                self.place(change, header, position, faults)
            return faults
        self.place(change, header, position, faults)
        self.take_parts(line, header, records)
        device = self.devices.setdefault(header["device"], [0, position, position])
        device[0] += 1
        device[2] = position
        pack.acts[header["act"]] = pack.acts.get(header["act"], 0) + 1
        return faults

    def place(self, change, header, position, faults):
        own = header["workspace"] or change
        if own != self.workspace:
            faults.append(("other-workspace", None, "the change belongs to another workspace"))
        highest, seen, partial = 0, {}, False
        for parent in header["parents"]:
            # Of a parent that stayed behind nothing but the id is known.
            if parent not in self.known and 0 < self.placed.get(parent, 0) < position:
                self.unreadable.add(parent)
        for parent in header["parents"]:
            if parent in self.known:
                clock, theirs, unknown = self.known[parent]
                highest = None if highest is None else max(highest, clock)
                partial = partial or unknown
                for device, seq in theirs.items():
                    seen[device] = max(seq, seen.get(device, 0))
            else:
                highest, partial = None, True
                if parent not in self.unreadable:
                    faults.append(("unknown-parent", None, "the parent %s is not here" % parent))
        if highest is not None and header["clock"] != highest + 1:
            faults.append(("clock", None, "the clock is %d, not %d" % (header["clock"], highest + 1)))
        device, seq = header["device"], header["seq"]
        if not partial and seq != seen.get(device, 0) + 1:
            faults.append(("sequence", None, "seq %d does not follow %d" % (seq, seen.get(device, 0))))
        other = self.signed.setdefault((device, seq), change)
        if other != change:
            faults.append(("equivocation", None, "the device signed %s with the same seq" % other))
        seen[device] = max(seq, seen.get(device, 0))
        self.known[change] = (header["clock"], seen, partial)

    def take_parts(self, line, header, records):
        change = line["id"]
        self.positions[change] = line["position"]
        if header["parts"].get("note"):
            self.take((change, None, "note"), None in line["parts"])
        for index, read in enumerate(records):
            if read is None:
                continue
            record, opened = read
            if record["kind"] == "erasure/1":
                self.erasures.add((change, index))
                named = (opened["content"] or {}).get("parts")
                for name in named if isinstance(named, list) else ():
                    try:
                        self.erased.setdefault(part_name(name) if isinstance(name, str) else None, line["position"])
                    except Form:
                        pass
            for kind in ("content", "personal"):
                if record["parts"].get(kind):
                    self.take((change, index, kind), opened[kind] is not None)

    def take(self, name, is_here):
        if is_here:
            self.here.add(name)
        else:
            self.gone.append(name)

    def finish(self, withheld, pack):
        """Parts are gone exactly where an erasure, or whoever made the pack, says so."""
        self.erased.pop(None, None)
        kept_back, faults = set(withheld), []

        def kept_for_ever(name):
            return name[2] == "content" and (name[0], name[1]) in self.erasures

        def found(code, name, detail):
            faults.append((code, self.positions.get(name[0]), name[1], detail))

        gone = set(self.gone)
        for name in self.gone:
            if name in self.erased and not kept_for_ever(name):
                pack.erased += 1
            elif name in kept_back:
                pack.withheld += 1
            else:
                found("part-missing", name, "a part `%s` is not here, and nothing says why" % name[2])
        for name, position in self.erased.items():
            if name in self.here and not kept_for_ever(name):
                found("part-not-erased", name, "a part `%s` is here, although #%d erases it" % (name[2], position))
        for name in withheld:
            if name not in gone:
                found("part-withheld", name, "a part `%s` is called withheld and is not" % name[2])
        order = {code: number for number, code in enumerate(CODES)}
        faults.sort(key=lambda f: (f[1] or 0, -1 if f[2] is None else f[2], order[f[0]]))
        return faults


# --------------------------------------------------------------------------------------------------
# What is said


def report(pack, path):
    first = pack.faults[0] if pack.faults else None
    said = {
        "pack": path,
        "verdict": pack.verdict(),
        "first": {"code": first[0], "place": first[1]} if first else None,
        "faults": [{"code": c, "place": p, "detail": d} for c, p, d in pack.faults[:1000]],
        "anchored": [
            {"checkpoint": name, "size": c["size"], "device": c["device"]} for name, c in pack.anchors
        ],
    }
    if pack.manifest:
        said.update(
            workspace=pack.manifest["workspace"],
            scope=pack.manifest["scope"],
            length=pack.manifest["log"]["length"],
            root=pack.manifest["log"]["root"],
            changes=pack.changes,
            records=pack.records,
            left_out=pack.left_out,
            erased=pack.erased,
            withheld=pack.withheld,
            attachments=pack.attachments,
            checkpoints=pack.checkpoints,
            anchors=pack.anchors_here,
            stamps=pack.stamps_here,
            devices={key: {"changes": d[0], "first": d[1], "last": d[2]} for key, d in pack.devices.items()},
        )
    return said


def many(count, one, more=None):
    return "{:,} {}".format(count, one if count == 1 else more or one + "s")


def sentences(pack):
    if pack.manifest is None:
        return ["This is not a pack that can be read: %s." % pack.faults[0][2]]
    out, length = [], pack.manifest["log"]["length"]
    if pack.faults:
        out.append("DAMAGED: %s found." % many(len(pack.faults), "fault"))
        for code, place, detail in pack.faults[:20]:
            out.append("  %s: %s (%s)" % (place, detail, code))
        if len(pack.faults) > 20:
            out.append("  and %s" % many(len(pack.faults) - 20, "more", "more"))
        for name, checkpoint in pack.anchors:
            out.append("It agrees with the checkpoint %s all the same, through #%d." % (name, checkpoint["size"]))
        return out
    if pack.anchors:
        name, best = max(pack.anchors, key=lambda a: a[1]["size"])
        out.append("INTACT, and anchored through #{:,} by the checkpoint {}.".format(best["size"], name))
    else:
        out.append("INTACT, but not anchored: whoever holds the keys could have rewritten all of it.")
        out.append("  Compare it with a checkpoint that was kept elsewhere: --checkpoint FILE")
    out.append("")
    out.append(
        "{} of the {} of workspace {}, with {}.".format(
            "{:,}".format(pack.changes), many(length, "change"), pack.manifest["workspace"][:16], many(pack.records, "record")
        )
    )
    out.append("Proven here, by computing it anew:")
    out.append("  every change carries a valid signature of the key it names, over exactly these records")
    out.append("  every record is the one that was signed, and every part that is here matches what was signed for it")
    if pack.changes < length:
        out.append("  every change stands at its place in a log of {}, whose root is".format(many(length, "change")))
    else:
        out.append("  the log is whole: no change is missing from its first to its last; its root is")
    out.append("    " + pack.manifest["log"]["root"])
    if pack.checkpoints:
        out.append("  %s in the pack, signed by its own keys, to be kept for later" % many(len(pack.checkpoints), "checkpoint"))
    if pack.anchors_here:
        out.append("  %s of the record, each of a checkpoint that fits" % many(pack.anchors_here, "anchor"))
    if pack.stamps_here:
        out.append("  %s about these checkpoints; who issued them: openssl ts -verify, see VERIFY.md"
                   % many(pack.stamps_here, "time-stamp reply", "time-stamp replies"))
    if pack.attachments:
        out.append("  %s, byte for byte" % many(pack.attachments, "attachment"))
    out.append("Not here:")
    if pack.left_out:
        out.append("  %s of these changes outside the pack's scope; only their digests are here" % many(pack.left_out, "record"))
    if pack.erased:
        out.append("  %s, erased in the workspace; the record says so" % many(pack.erased, "part"))
    if pack.withheld:
        out.append("  %s, withheld by whoever made the pack; what was signed for them is here" % many(pack.withheld, "part"))
    if not pack.left_out and not pack.erased and not pack.withheld:
        out.append("  nothing that these changes hold")
    out.append("Not proven:")
    out.append("  who the keys belong to, and that what was written is true")
    out.append("  dossier and summary: they were made from the record for reading; the record is changes.jsonl")
    out.append("Keys that signed:")
    for key, (count, first, last) in sorted(pack.devices.items()):
        out.append("  {}  {} from #{:,} to #{:,}".format(key, many(count, "change"), first, last))
    return out


def tell(words):
    """How far a long check is, beside what it says in the end."""
    print(words, file=sys.stderr, flush=True)


EXIT = {"intact": 0, "damaged": 1, "unreadable": 2}


def read_given(paths, parser):
    """The checkpoints that were kept elsewhere."""
    given = []
    for path in paths:
        try:
            with open(path, "rb") as file:
                given.append((path, file.read(MOST_OF_A_CHECKPOINT + 1)))
        except OSError as error:
            parser.exit(2, "%s cannot be read: %s\n" % (path, error.strerror))
    return given


def main(arguments):
    parser = argparse.ArgumentParser(
        prog="verify.py", description="Checks Throughline evidence packs.",
        epilog="Exit code 0: intact. 1: something is wrong. 2: cannot be read as a pack.",
    )
    parser.add_argument("packs", nargs="*", metavar="PACK.zip", help="the packs")
    parser.add_argument("--checkpoint", action="append", default=[], metavar="FILE",
                        help="a checkpoint that was kept elsewhere; may be given several times")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--batch", metavar="FILE", help="checks the packs that a file lists, a line of JSON each")
    options = parser.parse_args(arguments)
    given = read_given(options.checkpoint, parser)
    paths = list(options.packs)
    if options.batch:
        with open(options.batch, encoding="utf-8") as file:
            # A path, and after a tab the path of a checkpoint to compare this one with.
            paths += [line.rstrip("\n") for line in file if line.strip()]
    if not paths:
        parser.error("which pack? Give the path of a .zip file")
    worst = 0
    for path in paths:
        path, tab, kept = path.partition("\t")
        kept = read_given([kept], parser) if tab else []
        pack = Pack(path, given + kept, None if options.batch else tell)
        worst = max(worst, EXIT[pack.verdict()])
        if options.batch:
            print(json.dumps(report(pack, path), sort_keys=True))
        elif options.json:
            print(json.dumps(report(pack, path), indent=2, sort_keys=True))
        else:
            if len(paths) > 1:
                print(path)
            print("\n".join(sentences(pack)))
    return worst


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
