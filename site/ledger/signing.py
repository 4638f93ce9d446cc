"""The academy's signature under documents that leave the system: Ed25519 (RFC 8032), over the bytes of the document.

The private key lies in the data folder (`keys/signing.pem`), made at the first signature. Whoever replaces it keeps
the old public key beside it (`keys/*.pub.pem`): what was signed before stays checkable. A signature names its key.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings


@dataclass(frozen=True)
class Signature:
    """`key`: the first 16 hex digits of SHA-256 over the raw public key. `value`: base64 of 64 bytes."""

    key: str
    value: str


class BadSignature(Exception):
    """The document isn't what was signed, or none of the known keys signed it."""


def sign(content: bytes) -> Signature:
    """Signs with the present key, which is made when there is none yet."""
    private = _private()
    return Signature(_name(private.public_key()), base64.b64encode(private.sign(content)).decode())


def check(content: bytes, signature: Signature, keys: Iterable[Ed25519PublicKey] | None = None) -> None:
    """Raises BadSignature unless one of `keys` (None: those of this installation) signed exactly this content."""
    known = {_name(key): key for key in (own_keys() if keys is None else keys)}
    try:
        known[signature.key].verify(base64.b64decode(signature.value, validate=True), content)
    except (KeyError, ValueError, InvalidSignature) as error:
        raise BadSignature from error


def public_pem() -> bytes:
    """The present public key, for whoever checks documents elsewhere."""
    return _pem(_private().public_key())


def read_public(pem: bytes) -> Ed25519PublicKey:
    """A public key from a file. Raises ValueError when it is none of this kind."""
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("not an Ed25519 key")
    return key


def own_keys() -> list[Ed25519PublicKey]:
    """The public keys of this installation, the present one and those that were replaced."""
    old = [read_public(path.read_bytes()) for path in sorted(_folder().glob("*.pub.pem"))]
    return [_private().public_key(), *old]


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "keys"


def _private() -> Ed25519PrivateKey:
    path = _folder() / "signing.pem"
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} is not an Ed25519 key")
    return key


def _make(path: Path) -> None:
    """Readable by the server alone. Two at once: the link is made once, and both use what it leads to."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = Ed25519PrivateKey.generate()
    own = path.with_name(f"making-{os.getpid()}-{_name(made.public_key())}")
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    own.touch(mode=0o600, exist_ok=False)
    own.write_bytes(pem)
    try:
        os.link(own, path)
    except FileExistsError:
        pass
    finally:
        own.unlink()


def _pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _name(key: Ed25519PublicKey) -> str:
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]
