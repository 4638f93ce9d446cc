"""The academy's key for PDFs: in the files that the administrator names, or of the demonstration's test authority.

Old certificates stay valid when the key is replaced: each carries the certificate of the key that signed it.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings

from courses.stamping.seal import Seal, cast

log = logging.getLogger("dastur.certificates")
YEARS = 3
AUTHORITY, SIGNER = "Dastur test authority", "Police Academy (test)"


def present() -> Seal | None:
    """The seal that PDFs are signed with now; None where there is no key. A key that isn't right is logged, and
    nothing is signed with it."""
    key, chain = _files()
    if not key.exists() or not chain.exists():
        return None
    return _loaded(str(key), str(chain), key.stat().st_mtime_ns, chain.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _loaded(key: str, chain: str, *_changed: int) -> Seal | None:
    try:
        private = load_pem_private_key(Path(key).read_bytes(), settings.PDF_SIGNING_PASSWORD.encode() or None)
        if not isinstance(private, rsa.RSAPrivateKey):
            raise ValueError("the key isn't RSA")
        own, *above = x509.load_pem_x509_certificates(Path(chain).read_bytes())
        if own.public_key() != private.public_key():
            raise ValueError("the certificate is of another key")
        return cast(private, own.public_bytes(Encoding.DER), tuple(one.public_bytes(Encoding.DER) for one in above))
    except (OSError, ValueError, TypeError) as error:
        log.error("PDFs are not signed: %s", error)
        return None


def make_test_authority() -> bool:
    """Makes an authority and a key that everybody may see are for trying out, where there is none; whether it did."""
    key, chain = _files()
    if key.exists() or chain.exists():
        return False
    key.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    root_key, own_key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _each in range(2))
    root = _certificate(AUTHORITY, AUTHORITY, root_key, root_key, is_authority=True)
    own = _certificate(SIGNER, AUTHORITY, own_key, root_key, is_authority=False)
    key.touch(mode=0o600)
    key.write_bytes(own_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    chain.write_bytes(own.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM))
    return True


def _certificate(
    name: str, issuer: str, key: rsa.RSAPrivateKey, by: rsa.RSAPrivateKey, *, is_authority: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=not is_authority, content_commitment=not is_authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=is_authority, crl_sign=is_authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = x509.CertificateBuilder().subject_name(_named(name)).issuer_name(_named(issuer))
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(minutes=5)).not_valid_after(now + timedelta(days=365 * YEARS))
    builder = builder.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    return builder.add_extension(usage, critical=True).sign(by, SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "TJ"), x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _files() -> tuple[Path, Path]:
    folder = Path(settings.DATA_DIR) / "keys"
    key = settings.PDF_SIGNING_KEY or folder / "pdf.pem"
    return Path(key), Path(settings.PDF_SIGNING_CHAIN or folder / "pdf-chain.pem")
