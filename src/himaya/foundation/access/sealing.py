"""Sealing what must be read again and digesting what must only be recognised, with keys of this installation."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(text: str) -> str:
    """A text only this installation can read again."""
    return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The text that was sealed; None if it was sealed elsewhere or changed since."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def keyed_digest(purpose: str, text: str) -> str:
    """A digest that nobody without the key can compute, different for each purpose."""
    key = hashlib.sha256(f"himaya.access.{purpose}.{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=2)
def _fernet(secret: str) -> Fernet:
    from cryptography.fernet import Fernet

    key = hashlib.sha256(f"himaya.access.seal.{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
