"""Django's settings. Everything that differs per installation comes from the environment."""

import os
from functools import partial
from pathlib import Path
from typing import Any

import dj_database_url

from noaber.app.home import home, person_key, secret_key

HOME = home()
SECRET_KEY = secret_key(HOME)
# Called when the first person is sealed: an installation without persons has no such key.
PERSON_KEY = partial(person_key, HOME)
DEBUG = os.environ.get("NOABER_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("NOABER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "noaber.guard",
    "noaber.guard.audit",
    "noaber.register.sources",
    "noaber.register.goals",
    "noaber.register.money",
    "noaber.register.supply",
    "noaber.register.care",
]
AUTH_USER_MODEL = "guard.User"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "noaber.app.urls"
WSGI_APPLICATION = "noaber.app.wsgi.application"


def database(url: str | None, file: str) -> dict[str, Any]:
    """A PostgreSQL database by its address, or else SQLite in a file in the home."""
    if url:
        return {**dj_database_url.parse(url, conn_max_age=600)}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / file,
        "OPTIONS": {
            # A writer takes its place at the start: two loads wait for each other instead of
            # failing halfway.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


# Who looked at persons stands apart from what they looked at.
DATABASES = {
    "default": database(os.environ.get("DATABASE_URL"), "register.sqlite3"),
    "audit": database(os.environ.get("AUDIT_DATABASE_URL"), "audit.sqlite3"),
}
DATABASE_ROUTERS = ["noaber.guard.audit.router.AuditRouter"]

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
LOGIN_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# Under any name but this machine's own, cookies travel over TLS alone.
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_ENCRYPTED = not set(ALLOWED_HOSTS) <= _LOCAL
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in _LOCAL]
CSRF_FAILURE_VIEW = "noaber.desk.views.refused"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = _ENCRYPTED
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "noaber_session", "noaber_csrf"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
FACTS = Path(HOME) / "facts"
RESULTS = Path(HOME) / "results"
EDITIONS = Path(HOME) / "editions"
PUBLICATIONS = Path(HOME) / "publications"
