"""Django's settings. Everything that differs per installation comes from the environment."""

import os
from functools import partial
from pathlib import Path

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
    "noaber.guard",
    "noaber.register.sources",
    "noaber.register.goals",
    "noaber.register.money",
    "noaber.register.supply",
    "noaber.register.care",
]
AUTH_USER_MODEL = "guard.User"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "noaber.app.urls"
WSGI_APPLICATION = "noaber.app.wsgi.application"

if url := os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(url, conn_max_age=600)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "register.sqlite3",
            "OPTIONS": {
                # A writer takes its place at the start: two loads wait for each other instead of
                # failing halfway.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
FACTS = Path(HOME) / "facts"
RESULTS = Path(HOME) / "results"
EDITIONS = Path(HOME) / "editions"
PUBLICATIONS = Path(HOME) / "publications"
