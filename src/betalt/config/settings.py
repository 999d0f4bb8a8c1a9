"""The settings of betalt, read from the environment; reading them touches neither disk nor network."""

import os
import sys

from betalt import law
from betalt.adapters.home import data_folder
from betalt.config.address import public_address
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
    "BETALT_BANK_FOLDER",  # folder in which the bank's files are left, <creditor>/in below it; else none is looked in
    "BETALT_DAY_BEGINS",  # hour and minute in Sweden from which the worker runs a day; else 07:00
    "BETALT_ALARM_TO",  # address that hears when due work is not done
    "BETALT_PUBLIC_URL",  # where people reach the office: https://…, or http:// on this machine alone
    "BETALT_PROXIES",  # how many proxies stand in front and are trusted to say who asks
    "BETALT_SIGN_UP",  # open: anyone may begin; invited: those who are invited, or added by `betalt user`
    "BETALT_METRICS_TOKEN",  # that a reader of /metrics shows; without it only this machine may read
    "BETALT_METRICS_TOKEN_FILE",
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
# How dear each guess at a backup's passphrase is made: scrypt's N is 2 to this power. Tests guess cheaply.
BACKUP_KEY_COST = 17

INSTALLED_APPS = [
    "betalt.records",
    "betalt.web",
    "procrastinate.contrib.django",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
]
AUTH_USER_MODEL = "records.User"
# Addresses are unique whatever their case: the constraint user_email_once.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
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
BANK_FOLDER = _env.optional_folder("BETALT_BANK_FOLDER")
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

# ---- The office -------------------------------------------------------------------------------------------------
PUBLIC_URL = public_address(_env.text("BETALT_PUBLIC_URL", default="http://localhost:8000"), debug=DEBUG)
ALLOWED_HOSTS = [PUBLIC_URL.host, "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL.origin]
ROOT_URLCONF = "betalt.config.urls"
WSGI_APPLICATION = "betalt.config.wsgi.application"
MIDDLEWARE = [
    "betalt.web.seen.Seen",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "betalt.web.asked.WithoutNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "betalt.web.language.Speaking",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "betalt.web.context.shell",
            ],
            "builtins": ["django.templatetags.static", "betalt.web.templatetags.betalt"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STATIC_URL = "/static/"
STATIC_ROOT = BETALT_HOME / "static"  # filled by `betalt serve`
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # files are kept in the database
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Nothing but our own origin, and no code or style inside a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
SECURE_SSL_REDIRECT = PUBLIC_URL.secure
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked on the machine itself
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PUBLIC_URL.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PUBLIC_URL.secure
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.secure
SESSION_COOKIE_NAME = "betalt_session"
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "betalt.web.errors.form_not_ours"
X_FRAME_OPTIONS = "DENY"
# A file of invoices or from the bank is at most 20 MB; what a form says otherwise, 2 MB.
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_BYTES

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
PASSWORD_RESET_TIMEOUT = 2 * 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SIGN_UP = _env.choice("BETALT_SIGN_UP", among=("open", "invited"))
METRICS_TOKEN = _env.text("BETALT_METRICS_TOKEN")
ACCOUNT_ADAPTER = "betalt.web.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "betalt.web.sign_in.forms.SignUpForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PUBLIC_URL.secure else "http"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = _env.whole_number("BETALT_PROXIES", default=0)
MFA_ADAPTER = "betalt.web.sign_in.second.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "betalt"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PUBLIC_URL.secure
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "betalt_cache"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en-gb", "English")]
USE_I18N = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
