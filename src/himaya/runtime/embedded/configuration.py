"""What is written into the server's configuration: safety first, then tuned for bulk."""

from pathlib import Path

import psutil

MEBIBYTE = 1 << 20
SERVER_ROLES = ("postgres", "himaya_owner", "himaya_app", "himaya_reader")
MAP = "himaya"


def settings(*, socket: Path, lz4: bool) -> dict[str, str]:
    """Server settings. Nothing here trades safety for speed: fsync and its kin stay on."""
    memory = psutil.virtual_memory().total // MEBIBYTE
    buffers = max(128, min(1024, memory // 32))
    return {
        "listen_addresses": "",
        "port": "5432",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "max_connections": "60",
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "wal_compression": "lz4" if lz4 else "off",
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{memory // 2}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": f"{max(64, min(512, memory // 32))}MB",
        "wal_buffers": "16MB",
        "max_wal_size": "8GB",
        "min_wal_size": "256MB",
        "checkpoint_timeout": "15min",
        "checkpoint_completion_target": "0.9",
        "random_page_cost": "1.1",
        "jit": "off",
        "client_connection_check_interval": "2s",
        "idle_in_transaction_session_timeout": "1h",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_error_statement": "panic",
        "log_min_messages": "log",  # an ERROR may quote a person's data
        "log_error_verbosity": "terse",
    }


def rendered(values: dict[str, str]) -> str:
    """The settings as a configuration file."""
    return "".join(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in values.items())


def access_file() -> str:
    """pg_hba.conf: the Unix socket only, and the kernel itself vouches for the caller (peer)."""
    return f"local all all peer map={MAP}\n"


def identity_file(*, account: str) -> str:
    """pg_ident.conf: the server's own account and root may take any of our roles; nobody else any."""
    people = dict.fromkeys(("root", account))
    return "".join(f'{MAP} "{person}" {role}\n' for person in people for role in SERVER_ROLES)
