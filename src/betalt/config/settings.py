"""The settings of betalt, read from the environment; reading them touches neither disk nor network."""

import os
import sys

from betalt import law
from betalt.adapters.home import data_folder
from betalt.config.environment import Environment, SettingError
from betalt.config.mail import mail_server_from_url
from betalt.config.server import server_from_url

KNOWN = {
    "BETALT_HOME",  # folder for database, secrets and files
    "BETALT_LAW_DIR",  # folder of law values that the operator has entered; else `law` in the home
    "BETALT_DEBUG",  # true on a developer's machine only
    "BETALT_SECRET_KEY",
    "BETALT_SECRET_KEY_FILE",
    "BETALT_SEALING_KEY",  # for personal numbers at rest; older keys follow, one a line
    "BETALT_SEALING_KEY_FILE",
    "BETALT_LANG",  # sv or en: the language of the command line
    "BETALT_DATABASE_URL",  # a server instead of betalt's own PostgreSQL
    "BETALT_DATABASE_URL_FILE",
    "BETALT_DATABASE_OWNER_URL",  # the same server for migrations; without it BETALT_DATABASE_URL
    "BETALT_DATABASE_OWNER_URL_FILE",
    "BETALT_DATABASE_ROLE",  # who "default" is on betalt's own PostgreSQL: app, or owner in tests
    "BETALT_PG_BIN",  # folder with the programs of another PostgreSQL
    "BETALT_SMTP_URL",  # smtp://user:password@host; without it letters by e-mail wait
    "BETALT_SMTP_URL_FILE",
    "BETALT_MAIL_FROM",  # address that mail is sent from; else the creditor's own
    "BETALT_BOUNCE_DOMAIN",  # domain whose mail is read for bounces; else the sender's
    "BETALT_BUNDLES",  # folder for print bundles; else `bundles` in the home
    "BETALT_DAY_BEGINS",  # hour and minute in Sweden from which the worker runs a day; else 07:00
    "BETALT_ALARM_TO",  # address that hears when due work is not done
}

_env = Environment(values=os.environ)
_env.refuse_unknown(known=KNOWN)

BETALT_HOME = _env.folder(
    "BETALT_HOME",
    default=data_folder(root=os.geteuid() == 0, platform=sys.platform, values=os.environ),
)
law.use_additions(folder=_env.optional_folder("BETALT_LAW_DIR") or BETALT_HOME / "law")
BETALT_PG_BIN = _env.optional_folder("BETALT_PG_BIN")

DEBUG = _env.flag("BETALT_DEBUG")
SECRET_KEY = _env.secret("BETALT_SECRET_KEY", kept_in=BETALT_HOME / "secrets" / "secret-key")
_sealing_key_file = BETALT_HOME / "secrets" / "sealing-key"
SEALING_KEY = _env.secret("BETALT_SEALING_KEY", kept_in=_sealing_key_file)
# None: the operator keeps the keys, and betalt neither adds to them nor takes one away.
SEALING_KEY_KEPT_IN = None if _env.text("BETALT_SEALING_KEY") else _sealing_key_file

INSTALLED_APPS = ["betalt.records", "procrastinate.contrib.django"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # its tables are wanted, and no tasks of apps
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_url = _env.text("BETALT_DATABASE_URL")
_owner_url = _env.text("BETALT_DATABASE_OWNER_URL", default=_url)
if _owner_url and not _url:
    raise SettingError("BETALT_DATABASE_OWNER_URL is set without BETALT_DATABASE_URL.")
_role = _env.choice("BETALT_DATABASE_ROLE", among=("app", "owner"))


def _own_server(*, role: str) -> dict[str, object]:
    return {"ENGINE": "betalt.config.postgres", "NAME": "betalt", "ROLE": role}


# "default" may do what flows do; "owner" owns the tables and is used by `betalt db migrate` alone.
DATABASES = {
    "default": {
        **(server_from_url(_url, name="BETALT_DATABASE_URL") if _url else _own_server(role=_role)),
        # A worker keeps its connection from job to job, and finds out before each whether it still stands.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    },
    "owner": {
        **(
            server_from_url(_owner_url, name="BETALT_DATABASE_OWNER_URL")
            if _url
            else _own_server(role="owner")
        ),
        "TEST": {"MIRROR": "default"},
    },
}

_smtp_url = _env.text("BETALT_SMTP_URL")
MAIL_SERVER = mail_server_from_url(_smtp_url, name="BETALT_SMTP_URL") if _smtp_url else None
MAIL_FROM = _env.text("BETALT_MAIL_FROM")
BOUNCE_DOMAIN = _env.text("BETALT_BOUNCE_DOMAIN")
BUNDLES = _env.optional_folder("BETALT_BUNDLES") or BETALT_HOME / "bundles"
DAY_BEGINS = _env.time_of_day("BETALT_DAY_BEGINS", default="07:00")
ALARM_TO = _env.text("BETALT_ALARM_TO")

# One line of JSON an event; only what the formatter names is written, so no personal data. `betalt work` and
# `betalt serve` say what they do, all other commands only what goes wrong.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "betalt.config.logging.JsonLines"}},
    "handlers": {"json": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["json"], "level": "WARNING"},
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en-gb", "English")]
USE_I18N = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
