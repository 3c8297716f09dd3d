"""Keys: made from a secret URI that comes from the environment, never from the command line, where others see it."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

import sr25519
from mnemonic import Mnemonic
from scalecodec.utils.ss58 import ss58_encode

# The secret of the development accounts, which everybody has: that of "bottom drive obey lake curtain smoke ...".
DEVELOPMENT = bytes.fromhex("fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e")
SR25519 = 1


@dataclass(frozen=True)
class Key:
    """An sr25519 key, in the form in which async-substrate-interface wants one."""

    public_key: bytes
    secret: bytes
    ss58_format: int = 42
    crypto_type: int = SR25519

    @property
    def ss58_address(self) -> str:
        return str(ss58_encode(self.public_key, self.ss58_format))

    def sign(self, data: bytes | str) -> bytes:
        message = bytes.fromhex(data.removeprefix("0x")) if isinstance(data, str) else bytes(data)
        return bytes(sr25519.sign((self.public_key, self.secret), message))

    def __repr__(self) -> str:
        # The secret must not end up in a log.
        return f"Key({self.ss58_address})"


def key_of(uri: str) -> Key:
    """The key of words, of `0x` and 64 hex digits, or of the development accounts, then hard junctions: `//Dave`."""
    match = re.fullmatch(r"([^/]*)((?://[^/]+)*)", uri.strip())
    if match is None:
        raise ValueError("a secret URI is words or a 0x seed, then //junctions")
    phrase, path = match.groups()
    if not phrase:
        seed = DEVELOPMENT
    elif re.fullmatch("0x[0-9a-fA-F]{64}", phrase):
        seed = bytes.fromhex(phrase[2:])
    else:
        # Unlike in Bitcoin, the entropy of the words is stretched, and not the words.
        entropy = bytes(Mnemonic("english").to_entropy(phrase))
        seed = hashlib.pbkdf2_hmac("sha512", entropy, b"mnemonic", 2048)[:32]
    public, secret = sr25519.pair_from_seed(seed)
    for junction in path.split("//")[1:]:
        _, public, secret = sr25519.hard_derive_keypair((_chain_code(junction), public, secret), b"")
    return Key(bytes(public), bytes(secret))


def key_from_environment() -> Key:
    """The key that `KONGSI_SEED_URI` holds, or the file that `KONGSI_SEED_FILE` names."""
    if uri := os.environ.get("KONGSI_SEED_URI"):
        return key_of(uri)
    if not (name := os.environ.get("KONGSI_SEED_FILE")):
        raise ValueError("set KONGSI_SEED_URI to a secret URI, or KONGSI_SEED_FILE to a file that contains one")
    file = Path(name)
    if file.stat().st_mode & 0o077:
        raise ValueError(f"others can read {file}: chmod 600 it")
    if not (content := file.read_text().strip()):
        raise ValueError(f"{file} is empty, and a key of nothing is everybody's")
    return key_of(content)


def _chain_code(junction: str) -> bytes:
    """32 bytes: a number, or a text as SCALE writes it."""
    if junction.isdecimal():
        return int(junction).to_bytes(8, "little").ljust(32, b"\0")
    text = junction.encode()
    if len(text) > 31:
        raise ValueError("a junction has at most 31 bytes")
    return (bytes([len(text) << 2]) + text).ljust(32, b"\0")
