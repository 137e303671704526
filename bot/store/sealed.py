"""Sealing: what a person said is readable only with the data key, and only in the row it was written for.

AES-256-GCM with a fresh nonce each time and the row's identity as associated data, so that a value copied
into another person's row does not open. A key ring holds one key or several: the first seals, all open,
so that a key can be changed without losing what older keys sealed.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect

from bot.errors import EasebackError, SettingError

_FORM = b"\x01"
_ID_BYTES, _NONCE_BYTES, _KEY_BYTES = 4, 12, 32


class SealBroken(EasebackError):
    """A sealed value does not open: another key, another row, or changed bytes."""


class KeyRing:
    """Seals and opens bytes. Its repr shows no key."""

    def __init__(self, keys: list[bytes]) -> None:
        self._ciphers = {hashlib.sha256(key).digest()[:_ID_BYTES]: AESGCM(key) for key in keys}
        self._newest = next(iter(self._ciphers))

    def __repr__(self) -> str:
        return f"<KeyRing of {len(self._ciphers)}>"

    @classmethod
    def from_text(cls, text: str) -> "KeyRing":
        """`text`: one or more keys in base64 (32 bytes each), separated by commas or white space.

        Raises SettingError naming DATA_KEY.
        """
        return cls([_key_from(word) for word in text.replace(",", " ").split()] or [_key_from("")])

    def seal(self, plain: bytes, about: str) -> bytes:
        """Form byte, key id, nonce, ciphertext. `about` is the row's identity, such as "checkup:17"."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[self._newest].encrypt(nonce, plain, about.encode())
        return _FORM + self._newest + nonce + sealed

    def open(self, sealed: bytes, about: str) -> bytes:
        """Raises SealBroken."""
        key_id, nonce_end = sealed[1 : 1 + _ID_BYTES], 1 + _ID_BYTES + _NONCE_BYTES
        cipher = self._ciphers.get(key_id)
        if sealed[:1] != _FORM or cipher is None:
            raise SealBroken(f"{about} was sealed with a key that is not in DATA_KEY")
        try:
            return cipher.decrypt(sealed[1 + _ID_BYTES : nonce_end], sealed[nonce_end:], about.encode())
        except InvalidTag:
            raise SealBroken(f"{about} does not open: it was changed or belongs to another row") from None


def new_key() -> str:
    """A fresh key as DATA_KEY wants it."""
    return base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def _key_from(word: str) -> bytes:
    try:
        key = base64.b64decode(word, validate=True)
    except ValueError:  # binascii's own, and words that are not ASCII
        key = b""
    if len(key) != _KEY_BYTES:
        raise SettingError("DATA_KEY: must be 32 bytes in base64; make one with `openssl rand -base64 32`")
    return key


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a sealed column takes and gives: bytes that are already sealed. Its repr shows none of them."""

    value: bytes

    def __repr__(self) -> str:
        return "<sealed>"


class SealedColumn(TypeDecorator[Sealed]):
    """A column that refuses anything but `Sealed`, so that nothing gets in there in the clear."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, dialect: Dialect) -> bytes | None:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError("a sealed column takes Sealed values only: seal it with the key ring first")
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))
