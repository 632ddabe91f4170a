"""Sessions in the database: keys kept as digests, contents sealed, one list for each account.

Django's session engine (`SESSION_ENGINE`).
"""

from __future__ import annotations

import json
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.utils import timezone

from himaya.foundation.access.models import Session
from himaya.foundation.access.sealing import keyed_digest, seal, unseal

DEVICE = "device"
ACCOUNT = "_auth_user_id"


class SessionStore(InDatabase):
    """What a browser's cookie names is only in the browser; the table has its digest."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table of sessions."""
        return Session

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The content, sealed."""
        return seal(json.dumps(session_dict, separators=(",", ":")))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The content; nothing where it was sealed by another installation or changed."""
        opened = unseal(session_data if isinstance(session_data, str) else session_data.decode())
        return dict(json.loads(opened)) if opened else {}

    def exists(self, session_key: str) -> bool:
        """Whether a session has this key."""
        return super().exists(table_key(session_key))

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key:
            super().delete(table_key(key))

    def save(self, must_create: bool = False) -> None:
        """Write the session. An ended one is not written again: whoever ended it meant it."""
        if self.session_key is None:
            self.create()
            return
        if must_create:
            super().save(must_create=True)
            return
        row = self.create_model_instance(dict(self.items()))
        kept = {
            name: getattr(row, name)
            for name in ("session_data", "expire_date", "account_id", "device", "seen_at")
        }
        if not Session.objects.filter(pk=row.pk).update(**kept):
            raise UpdateError

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of this session."""
        account = data.get(ACCOUNT)
        return Session(
            session_key=table_key(self.session_key or ""),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            account_id=int(account) if account else None,
            device=str(data.get(DEVICE, ""))[:80],
            seen_at=timezone.now(),
        )

    def _get_session_from_db(self) -> Session | None:
        if self.session_key is None:
            return None
        found = Session.objects.filter(
            session_key=table_key(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found


def table_key(session_key: str) -> str:
    """What the table has instead of the key: 40 characters of its keyed digest."""
    return keyed_digest("session", session_key)[:40]
