"""The one settings file. The environment is read here and in the launcher, nowhere else."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rcportal import limits, open_api, timetable
from rcportal.passwords import rules_of
from rcportal.services import places

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
PORTAL_VAR = places.var_dir()

# --- Which kind of installation -------------------------------------------------------------

PORTAL_ENV = env.str("PORTAL_ENV", default="")
if PORTAL_ENV not in ("", "demo", "production"):
    raise ImproperlyConfigured("PORTAL_ENV must be 'demo' or 'production' (or be left out).")
IS_PRODUCTION = PORTAL_ENV == "production"
IS_DEMO = not IS_PRODUCTION
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")

PORTAL_HOST = env.str("PORTAL_HOST", default="127.0.0.1")
PORTAL_PORT = env.int("PORTAL_PORT", default=0)
if not PORTAL_ENV and PORTAL_HOST not in LOOPBACK_HOSTS:
    raise ImproperlyConfigured(
        f"PORTAL_HOST={PORTAL_HOST} opens the demonstration to the network: "
        "write PORTAL_ENV=demo if that is meant, or PORTAL_ENV=production."
    )

DEBUG = env.bool("PORTAL_DEBUG", default=False)
DEFAULT_KEY = "demonstration-only-key-change-me-before-anyone-else-can-reach-this-portal"
SECRET_KEY = env.str("SECRET_KEY", default=DEFAULT_KEY)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if IS_PRODUCTION else [*LOOPBACK_HOSTS, PORTAL_HOST]
)
if IS_PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("PORTAL_DEBUG is for PORTAL_ENV=demo only.")
    if SECRET_KEY == DEFAULT_KEY or len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("Production needs its own SECRET_KEY: a long random text.")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "Production needs ALLOWED_HOSTS: the names people type, comma-separated."
        )

# The portal's address as it stands in mails.
_OWN_ADDRESS = f"http://{PORTAL_HOST}:{PORTAL_PORT or 8000}"
if IS_PRODUCTION:
    _OWN_ADDRESS = f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
PORTAL_URL = env.str("PORTAL_URL", default=_OWN_ADDRESS).rstrip("/")

# --- Database, broker, cache ----------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="") or places.redis_url(PORTAL_VAR)
if DATABASE_URL and not PORTAL_ENV:
    raise ImproperlyConfigured(
        "DATABASE_URL is set: write PORTAL_ENV=demo if that database may receive demonstration "
        "data, or PORTAL_ENV=production."
    )
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url_config(DATABASE_URL) if DATABASE_URL else places.database(PORTAL_VAR)
}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    # Each row asks pgtrigger whether its trigger rests. Where the answer is not set at all, asking
    # fails inside the database, and every failure walks through all keys still to be checked.
    "OPTIONS": DATABASES["default"].get("OPTIONS", {}) | {"options": "-c pgtrigger.ignore={}"},
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": places.cache_url(REDIS_URL),
        "KEY_PREFIX": "rcportal",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Celery (why these options: docs/decisions/0003-jobs.md) -----------------------------------

CELERY_BROKER_URL = places.broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "max_retries": 0,  # whoever saves does not wait for a broker that is away: beat sends
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "core.beat:HeardScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 10
CELERY_BEAT_SCHEDULE_FILENAME = str(PORTAL_VAR / "beat" / "schedule")
CELERY_BEAT_SCHEDULE = timetable.TASKS

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "rcportal.apps.PortalConfig",
    "rcportal.apps.PortalAdminConfig",
    "reports",
    "workgroups",
    "commitments",
    "accounts",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "pghistory",
    "rules.apps.AutodiscoverRulesConfig",
    "rest_framework",
    "drf_spectacular",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_include_bootstrap",
    "bs_icon_templates",
    "django_htmx",
]
MIDDLEWARE = [
    "core.middleware.ArrivalMiddleware",
    "core.middleware.ResponseHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.ServiceUnavailableMiddleware",
    "core.middleware.RefusedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.DisplayMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "core.typed.KeepTypedMiddleware",
    "core.middleware.SessionEndMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rcportal.doors.SafeAccountMiddleware",
    "core.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "rcportal.urls"
WSGI_APPLICATION = "rcportal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rcportal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.adapters.SignInBackend",
]
_profile = env.str("PORTAL_PASSWORD_PROFILE", default="mlps")
PASSWORD_DAYS, AUTH_PASSWORD_VALIDATORS = rules_of(_profile)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:index"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # ours hold instead: LIMITS
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody makes the portal write to strangers
ACCOUNT_SESSION_REMEMBER = False
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
}
MFA_ADAPTER = "rcportal.doors.SecondFactorAdapter"
SECOND_FACTOR_REQUIRED = IS_PRODUCTION  # of posts of the secretariat and leaders of groups
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "rcportal"
SESSION_COOKIE_AGE = 30 * 60  # of doing nothing
SESSION_LONGEST = 12 * 3600  # however busy
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "core.cookies.Messages"
CSRF_FAILURE_VIEW = "rcportal.views.errors.csrf_failure"

# --- How often (core.limits) ----------------------------------------------------------------------

LIMITS = limits.LIMITS
# Networks of the proxies before the web server: only theirs is X-Forwarded-For believed.
TRUSTED_PROXIES = env.list("PORTAL_TRUSTED_PROXIES", default=[])

# --- Language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
FORMAT_MODULE_PATH = ["rcportal.formats"]

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = PORTAL_VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = PORTAL_VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What proves something (core.uploads.keeping): no web server gives it out.
    "kept_files": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": PORTAL_VAR / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Security headers (in demo without what needs https) ------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "img-src": [SELF, "data:"],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
COOKIE_PREFIX = "__Host-" if IS_PRODUCTION else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# --- History, API, mail, what stands in the footer ------------------------------------------

PGHISTORY_APPEND_ONLY = True
REST_FRAMEWORK = open_api.REST_FRAMEWORK
SPECTACULAR_SETTINGS = open_api.SPECTACULAR_SETTINGS
EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{PORTAL_VAR / 'mail'}")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("PORTAL_MAIL_FROM", default="rcportal@localhost")
PORTAL_ORGANISER = env.str("PORTAL_ORGANISER", default="") or _("Responsible Care committee")
PORTAL_ICP_NUMBER = env.str("PORTAL_ICP_NUMBER", default="")
PORTAL_POLICE_NUMBER = env.str("PORTAL_POLICE_NUMBER", default="")
PORTAL_CONTACT = env.str("PORTAL_CONTACT", default="")
PORTAL_DEMO_PASSWORD = env.str("PORTAL_DEMO_PASSWORD", default="")
PORTAL_TILE_CHART = env.bool("PORTAL_TILE_CHART", default=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
