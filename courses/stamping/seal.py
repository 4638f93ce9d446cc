"""The academy's signature under PDFs: PAdES-B-B (ETSI EN 319 142-1), a detached CMS over the whole file but its hole.

pyHanko makes one signature; for each file only its digest and the RSA value are put into that one's bytes, which stay
of one length. RSA with PKCS #1 v1.5 is deterministic: the same document signed again is the same, byte for byte.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

ROOM = 3072  # bytes for the signature in a file; twice that in hexadecimal
RANGE = b"/ByteRange [0 %010d %010d %010d]"
EMPTY_RANGE = RANGE % (0, 0, 0)
HOLE = b"<" + b"0" * (2 * ROOM) + b">"
_KIND = b"/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
_ONES = sha256(b"the digest that the mould is cast with").digest()


def empty(created: str) -> bytes:
    """A signature's object before the document is signed; `created`: the moment as YYYYMMDDhhmmss, UTC."""
    return b"<<%s/M(D:%sZ)%s/Contents%s>>" % (_KIND, created.encode(), EMPTY_RANGE, HOLE)


@dataclass(frozen=True)
class Seal:
    """A signature cast once: its bytes, what is signed of it, and where digest and value stand."""

    cms: bytes
    signed: bytes
    digest_at: int
    digest_in_signed: int
    value_at: int
    key: RSAPrivateKey

    def signature(self, digest: bytes) -> bytes:
        """The CMS for a file with this SHA-256."""
        told = bytearray(self.signed)
        told[self.digest_in_signed : self.digest_in_signed + 32] = digest
        value = self.key.sign(bytes(told), padding.PKCS1v15(), SHA256())
        cms = bytearray(self.cms)
        cms[self.digest_at : self.digest_at + 32] = digest
        cms[self.value_at : self.value_at + len(value)] = value
        return bytes(cms)

    def sealed(self, content: bytes) -> bytes:
        """A PDF with an empty signature (EMPTY_RANGE, HOLE), signed. Raises ValueError where there is none."""
        at, told = content.rindex(HOLE), bytearray(content)
        end = at + len(HOLE)
        ranges, place = RANGE % (at, end, len(content) - end), content.rindex(EMPTY_RANGE)
        told[place : place + len(ranges)] = ranges
        digest = sha256(memoryview(told)[:at])
        digest.update(memoryview(told)[end:])
        cms = self.signature(digest.digest()).hex().encode()
        told[at + 1 : at + 1 + len(cms)] = cms
        return bytes(told)


def cast(key: RSAPrivateKey, certificate: bytes, chain: tuple[bytes, ...] = ()) -> Seal:
    """The seal of a key with its certificate and those above it, each in DER. Raises ValueError when they don't fit."""
    from asn1crypto import keys, x509  # noqa: PLC0415 (loaded by those who sign)
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    known = SimpleCertificateStore()
    known.register_multiple(x509.Certificate.load(one) for one in (certificate, *chain))
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=known,
        signature_mechanism=None,
    )
    made: Any = asyncio.run(signer.async_sign(_ONES, "sha256", use_pades=True))
    info = made["content"]["signer_infos"][0]
    signed, value, cms = info["signed_attrs"].untag().dump(), info["signature"].native, made.dump()
    if cms.count(_ONES) != 1 or cms.count(value) != 1 or len(cms) > ROOM:
        raise ValueError("this key and certificate make no signature that can be cast")
    return Seal(cms, signed, cms.index(_ONES), signed.index(_ONES), cms.index(value), key)
