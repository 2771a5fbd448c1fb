#!/usr/bin/env python3
"""Writes a log as another program would: from the specifications alone (RFC 9162, RFC 8032, C2SP tlog-tiles,
tlog-checkpoint, signed-note), with Python's hashlib and nothing of ours.

usage: foreign_log.py FOLDER SIZE [sha256|sm3]

Entry i is the text `entry I` repeated to i mod 997 + 1 characters; entry 7 is empty. The key's name and the log's origin
are `foreign.example/log`, its private key is the SHA-256 of that. FOLDER/vkey.txt holds the verifier key.
"""

import base64
import hashlib
import pathlib
import sys

ORIGIN = "foreign.example/log"

# Ed25519, RFC 8032 §5.1, on affine points.
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return (x if x % 2 == 0 else P - x, y)


def add(one, other):
    (x1, y1), (x2, y2) = one, other
    product = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + product, P - 2, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - product, P - 2, P) % P
    return (x, y)


def times(number, point):
    result = (0, 1)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def encoded(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def key_pair(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    return scalar, digest[32:], encoded(times(scalar, base_point()))


def sign(seed, text):
    scalar, prefix, public = key_pair(seed)
    nonce = int.from_bytes(hashlib.sha512(prefix + text).digest(), "little") % ORDER
    commitment = encoded(times(nonce, base_point()))
    challenge = int.from_bytes(hashlib.sha512(commitment + public + text).digest(), "little") % ORDER
    return commitment + ((nonce + challenge * scalar) % ORDER).to_bytes(32, "little")


def entry(index):
    if index == 7:
        return b""
    text = f"entry {index} ".encode()
    length = index % 997 + 1
    return (text * (length // len(text) + 1))[:length]


class Tree:
    """MTH(D[a:b]) of RFC 9162 §2.1.1, as it stands there."""

    def __init__(self, entries, algorithm):
        self.entries = entries
        self.algorithm = algorithm
        self.known = {}

    def hash(self, data):
        return hashlib.new(self.algorithm, data).digest()

    def root(self, begin, end):
        if begin == end:
            return self.hash(b"")
        if (begin, end) not in self.known:
            if end - begin == 1:
                value = self.hash(b"\x00" + self.entries[begin])
            else:
                left = 1
                while left * 2 < end - begin:
                    left *= 2
                value = self.hash(b"\x01" + self.root(begin, begin + left) + self.root(begin + left, end))
            self.known[begin, end] = value
        return self.known[begin, end]


def place(number, width):
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return path if width == 256 else f"{path}.p/{width}"


def write(file, data):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def main():
    folder, size = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    tree = Tree([entry(i) for i in range(size)], sys.argv[3] if len(sys.argv) > 3 else "sha256")
    level, step = 0, 1
    while size // step > 0:
        hashes = [tree.root(i * step, (i + 1) * step) for i in range(size // step)]
        for at in range(0, len(hashes), 256):
            tile = hashes[at:at + 256]
            write(folder / "tile" / str(level) / place(at // 256, len(tile)), b"".join(tile))
        level, step = level + 1, step * 256
    for at in range(0, size, 256):
        bundle = tree.entries[at:at + 256]
        data = b"".join(len(each).to_bytes(2, "big") + each for each in bundle)
        write(folder / "tile" / "entries" / place(at // 256, len(bundle)), data)
    seed = hashlib.sha256(ORIGIN.encode()).digest()
    typed_key = b"\x01" + key_pair(seed)[2]
    key_id = hashlib.sha256(ORIGIN.encode() + b"\n" + typed_key).digest()[:4]
    text = f"{ORIGIN}\n{size}\n{base64.b64encode(tree.root(0, size)).decode()}\n"
    signature = base64.b64encode(key_id + sign(seed, text.encode())).decode()
    write(folder / "checkpoint", f"{text}\n\u2014 {ORIGIN} {signature}\n".encode())
    write(folder / "vkey.txt", f"{ORIGIN}+{key_id.hex()}+{base64.b64encode(typed_key).decode()}\n".encode())


if __name__ == "__main__":
    main()
