"""Typed reading of environment variables: an unknown value stops the start, loudly and with the name."""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def env_str(name: str, default: str | None = None) -> str:
    """Text of a variable; without a default the variable is required."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set, and has no default here.")
    return value


def env_bool(name: str, default: bool) -> bool:
    """1, true, yes, on; or 0, false, no, off; anything else stops the start."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no.")
    return value in TRUE


def env_int(name: str, default: int, *, least: int = 0) -> int:
    """A whole number not below `least`."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None
    if number < least:
        raise ImproperlyConfigured(f"{name}={number} is below {least}.")
    return number


def env_list(name: str, default: list[str] | None = None) -> list[str]:
    """Comma-separated values, blanks dropped."""
    value = os.environ.get(name)
    if value is None:
        return default or []
    return [part.strip() for part in value.split(",") if part.strip()]


def env_path(name: str, default: Path) -> Path:
    """An absolute folder."""
    path = Path(os.environ.get(name) or default)
    if not path.is_absolute():
        raise ImproperlyConfigured(f"{name}={str(path)!r} must be an absolute path.")
    return path


def env_database(name: str, default: str) -> dict:
    """Django's database dictionary from sqlite:///path or postgres://user@host/name; no other engine."""
    url = os.environ.get(name) or default
    scheme = url.split(":", 1)[0]
    if scheme == "sqlite":
        return sqlite(url.removeprefix("sqlite://"))
    if scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must begin with sqlite:// or postgres://, not {scheme}://.")
    config = environ.Env.db_url_config(url)
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}


def sqlite(path: str) -> dict:
    """SQLite as it may be used here: without IMMEDIATE transactions writers fail with «database is locked»."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def env_cache(name: str) -> dict:
    """Django's cache dictionary from redis://…; local memory when the variable is unset."""
    url = os.environ.get(name, "")
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(f"{name} must be a redis:// address.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "KEY_PREFIX": "dastur"}


def env_broker(name: str) -> str:
    """Celery's broker: empty (tasks run in process), redis:// or filesystem://."""
    url = os.environ.get(name, "")
    if url and not url.startswith(("redis://", "rediss://", "filesystem://")):
        raise ImproperlyConfigured(f"{name} must be a redis:// or filesystem:// address.")
    return url
