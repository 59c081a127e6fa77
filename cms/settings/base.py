"""Settings that hold everywhere. What differs between places is in dev, test and production."""

from . import environment
from .environment import BASE_DIR

environment.refuse(environment.MALFORMED)

INSTALLED_APPS = [
    "cms.rest",
    "cms.graphql",
    "cms.reading",
    "search",
    "demo",
    "home",
    "guides",
    "cms.publication",
    "cms.content",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "graphene_django",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.publication.admin.withdrawals.HeldNoticeMiddleware",
    "cms.publication.admin.screen_language.ScreenLanguageMiddleware",
    "cms.publication.intents.after_requests.SettlementMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for `url`, with SQLite in WAL mode and writers that queue instead of failing."""
    config = environment.database(url)
    config["CONN_MAX_AGE"] = 600
    if str(config["ENGINE"]).endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
        # Whoever waits for a lock gives up before a reader would notice, and who sleeps in a transaction loses it.
        config["OPTIONS"] = {"options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"}
    return config


DATABASES = {"default": database(environment.DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
LANGUAGES = [("cy", "Cymraeg"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "upstream"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.MEDIA_ROOT or str(BASE_DIR / "var" / "media")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "Sefydlogrwydd Cynnar Cymru / Welsh Early Permanence"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# All that is scheduled is scheduled in Wales. Of the whole list, browsers do not know some zones, and name none of them then.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_MODEL = "content.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "content.File"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt", "rtf", "vtt"]
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILADMIN_USER_LOGIN_FORM = "cms.content.log_in.LogInForm"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_BASE_URL = environment.ADMIN_URL or "http://127.0.0.1:8000"
# A translation made for the first time stays a draft until somebody publishes it: never English under /cy/.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Keeps the records of a deleted page, so that an untranslated copy of it is still known to be one.
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None

PUBLIC_URLS = {
    "cy": (environment.PUBLIC_URL_CY or "http://127.0.0.1:8000").rstrip("/"),
    "en": (environment.PUBLIC_URL_EN or "http://127.0.0.1:8000").rstrip("/"),
}
# Whether serving processes do what `manage.py worker` does. Search then has their own changes at once.
WORKS_IN_PROCESS = not environment.ELASTICSEARCH_URL
API_URL = (environment.API_URL or "http://127.0.0.1:8000").rstrip("/")
# Seconds for which a browser, proxy or CDN may keep a public response without asking again.
CACHE_MAX_AGE = environment.CACHE_MAX_AGE
# Bytes of ready answers that each web process keeps in memory (cms/http/caching/response_cache.py).
ANSWER_MEMORY = environment.ANSWER_MEMORY_MB * 1_000_000
# Seconds in which a client has to send the head of a request, or to send or take 64 KB (cms/server).
CLIENT_PATIENCE = environment.CLIENT_PATIENCE_SECONDS
# Bytes of what somebody who has logged in may send.
MAX_UPLOAD = environment.MAX_UPLOAD_MB * 1_000_000

REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
# The deployment check would describe the admin's own API too; `manage.py export_contracts --check` checks ours.
SPECTACULAR_SETTINGS = {"ENABLE_DJANGO_DEPLOY_CHECK": False}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": environment.LOG_LEVEL},
    "loggers": {
        # Django gives its own logger a level, which would let through what the root logger does not.
        "django": {"level": environment.LOG_LEVEL},
        # It notes every request.
        "elastic_transport": {"level": "WARNING" if environment.LOG_LEVEL == "INFO" else environment.LOG_LEVEL},
    },
}

# --- REST (cms/rest): its middleware answers public addresses before sessions and cookies; its OpenAPI document.
from cms.rest.openapi.settings import REST_SPECTACULAR  # noqa: E402 - this block stands by itself

MIDDLEWARE.insert(
    MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware"), "cms.http.middleware.PublicMiddleware"
)
SPECTACULAR_SETTINGS |= REST_SPECTACULAR
# --- end of REST

# --- GraphQL (cms/graphql)
GRAPHENE = {"SCHEMA": "cms.graphql.schema.query.schema"}
# A manifest of persisted queries, read once when a process starts; and whether no others are answered.
GRAPHQL_REGISTERED_QUERIES = environment.GRAPHQL_REGISTERED_QUERIES
GRAPHQL_REGISTERED_ONLY = environment.GRAPHQL_REGISTERED_ONLY
# --- end of GraphQL

# --- search (search/): Elasticsearch where there is an address, else an index in a file of this machine.
ELASTICSEARCH = {
    "url": environment.ELASTICSEARCH_URL,
    "api_key": environment.ELASTICSEARCH_API_KEY,
    "user": environment.ELASTICSEARCH_USER,
    "password": environment.ELASTICSEARCH_PASSWORD,
    "ca_certs": environment.ELASTICSEARCH_CA_CERTS,
    "timeout": environment.ELASTICSEARCH_TIMEOUT_MS / 1000,  # seconds
    "prefix": environment.ELASTICSEARCH_PREFIX,
}
SEARCH_INDEX = environment.SEARCH_INDEX or str(BASE_DIR / "var" / "search.sqlite3")
# Whether a thread of each process writes down what was searched for (search/statistics); without it, `flush()` does.
SEARCH_COUNTS = True
# --- end of search
