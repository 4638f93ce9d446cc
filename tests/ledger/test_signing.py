"""The academy's signature: made once, checked anywhere, and gone with one changed byte."""

import stat
import threading
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from ledger import signing

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_what_was_signed_holds_and_nothing_else() -> None:
    signature = signing.sign(b"points: 7")
    signing.check(b"points: 7", signature)
    signing.check(b"points: 7", signature, [signing.read_public(signing.public_pem())])
    for content, told in [
        (b"points: 8", signature),
        (b"points: 7", signing.Signature("0" * 16, signature.value)),
        (b"points: 7", signing.Signature(signature.key, "A" + signature.value[1:])),
        (b"points: 7", signing.Signature(signature.key, "no base64")),
    ]:
        with pytest.raises(signing.BadSignature):
            signing.check(content, told)
    with pytest.raises(signing.BadSignature):
        signing.check(b"points: 7", signature, [Ed25519PrivateKey.generate().public_key()])


def test_the_key_is_made_once_also_by_many_at_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.append(signing.sign(b"x").value)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1, "Ed25519 is deterministic: another signature is another key"
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["signing.pem"]
    assert stat.S_IMODE((tmp_path / "keys" / "signing.pem").stat().st_mode) == 0o600
    assert isinstance(load_pem_private_key((tmp_path / "keys" / "signing.pem").read_bytes(), None), Ed25519PrivateKey)


def test_what_a_former_key_signed_still_holds(tmp_path: Path) -> None:
    old, pem = signing.sign(b"x"), signing.public_pem()
    (tmp_path / "keys" / "signing.pem").unlink()
    (tmp_path / "keys" / "2026.pub.pem").write_bytes(pem)
    assert signing.sign(b"x").key != old.key
    signing.check(b"x", old)


def test_rfc_8032_test_1() -> None:
    """The empty message under the first key of RFC 8032, section 7.1."""
    from base64 import b64encode
    from hashlib import sha256

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    value = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    told = signing.Signature(sha256(public).hexdigest()[:16], b64encode(value).decode())
    signing.check(b"", told, [Ed25519PublicKey.from_public_bytes(public)])
