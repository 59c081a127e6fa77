"""Settings that hold everywhere. What differs between places is in dev, test and production."""

from datetime import timedelta

from django.utils.translation import gettext_lazy

from . import environment, log_in_settings
from .environment import BASE_DIR

environment.refuse(environment.MALFORMED)

INSTALLED_APPS = [
    "cms.operations.access",
    "cms.operations.metrics",
    "cms.operations.upgrades",
    "cms.operations.backup",
    "cms.desk.trash",
    "cms.operations.logs",
    "cms.operations.audit",
    "cms.operations.privacy",
    "cms.operations.disks",
    "cms.desk.wording",
    "cms.desk.workflow",
    "cms.desk.translating",
    "cms.desk.proofreading",
    "cms.desk.home",
    "cms.desk.parity",
    "cms.desk.previewing",
    "cms.desk.links",
    "cms.desk.media",
    "cms.desk.redirects",
    "cms.rest",
    "cms.graphql",
    "cms.portal",
    "cms.embed",
    "cms.reading",
    "cms.previews",
    "cms.partners",
    "cms.webhooks",
    "search",
    "demo",
    "home",
    "guides",
    "cms.edge",
    "cms.publication",
    "cms.content",
    "cms.accounts",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "graphene_django",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.users_app.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.http.hosts.HostsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.http.admin_policy.AdminPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cms.accounts.second_factor.enforcement.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.publication.admin.screen_language.ScreenLanguageMiddleware",
    "cms.desk.workflow.stages.writing_guard.TranslationLockMiddleware",
    "cms.desk.workflow.groups.language_rights.SnippetLanguageMiddleware",
    "cms.publication.admin.withdrawals.HeldNoticeMiddleware",
    "cms.publication.admin.messages.PublicationMessageMiddleware",
    "cms.publication.admin.releasing.minor_at_publication.MinorTickMiddleware",
    "cms.operations.audit.audit_middleware.AuditMiddleware",
    "cms.publication.intents.after_requests.SettlementMiddleware",
    "axes.middleware.AxesMiddleware",
    "cms.portal.unsaved.UnsavedMiddleware",
]

ROOT_URLCONF = "cms.urls"
CSRF_FAILURE_VIEW = "cms.portal.error_pages.no_token"
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
        # Whoever waits for a lock gives up before a reader would notice, and who sleeps in a transaction loses it. A machine
        # that takes no connection, or none of what is sent to it, is given up too.
        config["OPTIONS"] = {
            "options": "-c lock_timeout=5s -c idle_in_transaction_session_timeout=60s",
            "connect_timeout": 3,
            "tcp_user_timeout": 15_000,
            "keepalives_idle": 15,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        }
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
AUTHENTICATION_BACKENDS = log_in_settings.BACKENDS

# --- log-in (cms/accounts): wrong passwords are counted by account and address, and where they come from all over, by account.
AXES_HANDLER = "cms.accounts.logging_in.lockout.LockoutHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "cms.accounts.logging_in.lockout.locked_out"
AXES_CLIENT_IP_CALLABLE = "cms.accounts.logging_in.client_address.client_address"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_ON_SUCCESS = True
# Who goes on trying while locked out is not locked out for longer: the time on the screen holds.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
# Wrong passwords for one account from anywhere, within the same time, until it takes addresses it knows only.
ACCOUNT_FAILURE_LIMIT = 50
TRUST_PROXY_HEADERS = environment.TRUST_PROXY_HEADERS
# Who must give a second factor: nobody, publishers (who may change what the public sees) or everybody.
SECOND_FACTOR = environment.SECOND_FACTOR.lower() or "publishers"
OTP_TOTP_ISSUER = "Sefydlogrwydd Cynnar Cymru"
# Whether people log in with passwords kept here, and the issuer of OpenID Connect with whom they do (cms/operations/access).
LOCAL_LOG_IN = log_in_settings.LOCAL_LOG_IN
AXES_ENABLED = LOCAL_LOG_IN
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = LOCAL_LOG_IN
OIDC = log_in_settings.OPENID_CONNECT
# --- end of log-in

LANGUAGE_CODE = "en"
LANGUAGES = [("cy", "Cymraeg"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale" / "counts", BASE_DIR / "locale", BASE_DIR / "locale" / "upstream"]
TIME_ZONE = "Europe/London"
USE_I18N = True
# English is British here, and days come before months, also where they are typed.
FORMAT_MODULE_PATH = "cms.settings.formats"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "cms.operations.disks.roomy_storage.RoomyStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.MEDIA_ROOT or str(BASE_DIR / "var" / "media")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAIL_SITE_NAME = "Sefydlogrwydd Cynnar Cymru / Welsh Early Permanence"
WAGTAIL_I18N_ENABLED = True
# On screens a language has its name in the language of the screen; where somebody chooses their own, its own name.
WAGTAIL_CONTENT_LANGUAGES = [("cy", gettext_lazy("Welsh")), ("en", gettext_lazy("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# All that is scheduled is scheduled in Wales. Of the whole list, browsers do not know some zones, and name none of them then.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_MODEL = "content.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "content.File"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt", "rtf", "vtt"]
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.password_reset.reset_form.ResetForm"  # noqa: S105 - a form
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.logging_in.log_in_form.LogInForm"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_BASE_URL = environment.ADMIN_URL or "http://127.0.0.1:8000"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.desk.media.media_forms.DescribedPictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.desk.media.media_forms.FileForm"
# A picture is unpacked in memory, at three or four bytes a pixel.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
# A translation made for the first time stays a draft until somebody publishes it: never English under /cy/.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Keeps the records of a deleted page, so that an untranslated copy of it is still known to be one.
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = environment.MACHINE_TRANSLATOR

PUBLIC_URLS = {
    "cy": (environment.PUBLIC_URL_CY or "http://127.0.0.1:8000").rstrip("/"),
    "en": (environment.PUBLIC_URL_EN or "http://127.0.0.1:8000").rstrip("/"),
}
# Whether serving processes do what `manage.py worker` does. Search then has their own changes at once.
WORKS_IN_PROCESS = not environment.ELASTICSEARCH_URL
API_URL = (environment.API_URL or "http://127.0.0.1:8000").rstrip("/")
# How the two languages of an item go out (cms/publication/releases): for all types of content, and otherwise by type.
RELEASE_POLICY = environment.RELEASE_POLICY
RELEASE_POLICY_BY_TYPE = environment.RELEASE_POLICY_BY_TYPE
# Whether somebody may approve and publish what they wrote themselves, where a page goes through the desk's stages.
APPROVES_OWN_WORK = environment.APPROVES_OWN_WORK
# Days for which the log keeps changes that were superseded or ended something (manage.py compact_log).
CHANGES_KEPT = environment.CHANGES_KEPT_DAYS
# Days for which what somebody deletes can be restored from the bin (cms/desk/trash).
TRASH_KEPT_DAYS = environment.TRASH_KEPT_DAYS
# Seconds for which a browser, proxy or CDN may keep a public response without asking again.
CACHE_MAX_AGE = environment.CACHE_MAX_AGE
# Seconds for which shared caches may keep what is purged when it changes (cms/edge), and may give it when it is old.
SHARED_CACHE_SECONDS = environment.SHARED_CACHE_SECONDS
STALE_WHILE_REVALIDATE_SECONDS = environment.STALE_WHILE_REVALIDATE_SECONDS
STALE_IF_ERROR_SECONDS = environment.STALE_IF_ERROR_SECONDS
WAGTAILFRONTENDCACHE = environment.purge_settings(environment.PURGE_URL)
# Bytes of ready answers that each web process keeps in memory (cms/http/caching/response_cache.py).
ANSWER_MEMORY = environment.ANSWER_MEMORY_MB * 1_000_000
# Bytes of the file of ready answers that all processes of a server share (cms/http/caching/answer_store.py).
ANSWER_STORE = environment.ANSWER_STORE_MB * 1_000_000
# Tokens a minute: of an address without a key, of a key, of a key for trying out; and where they are counted (cms/partners).
RATE_ANONYMOUS = environment.RATE_ANONYMOUS
RATE_KEY = environment.RATE_KEY
RATE_SANDBOX = environment.RATE_SANDBOX
RATE_STORE = environment.RATE_STORE
# How many may wait for changes at once in a process: of an address without a key, of a key (cms/server/followers).
WAITING_ANONYMOUS = environment.WAITING_ANONYMOUS
WAITING_KEY = environment.WAITING_KEY
# Whom partners write to; empty where nobody is named.
PARTNERS_EMAIL = environment.PARTNERS_EMAIL
# Where a fault of security is reported (cms/operations/privacy).
SECURITY_CONTACT = environment.SECURITY_CONTACT
# Who runs the service, as terms of use name them, and a folder with terms in the place of ours.
OPERATORS = {"cy": environment.OPERATOR_CY, "en": environment.OPERATOR_EN}
TERMS_FOLDER = environment.TERMS_FOLDER
SECRET_KEY_FALLBACKS = environment.SECRET_KEY_FALLBACKS
# Seconds in which a client has to send the head of a request, or to send or take 64 KB (cms/server).
CLIENT_PATIENCE = environment.CLIENT_PATIENCE_SECONDS
# Bytes of what somebody who has logged in may send.
MAX_UPLOAD = environment.MAX_UPLOAD_MB * 1_000_000

# Mail: to nobody unless a server is named, and the screens say so (cms/accounts/mail.py).
globals().update(environment.mail_settings(environment.EMAIL_URL))
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = environment.EMAIL_FROM or "cms@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema"}
# The deployment check would describe the admin's own API too; `manage.py export_contracts --check` checks ours.
SPECTACULAR_SETTINGS = {"ENABLE_DJANGO_DEPLOY_CHECK": False}

# Days for which the audit keeps who did what (cms/operations/audit).
AUDIT_KEPT = environment.AUDIT_KEPT_DAYS

# --- logs (cms/operations/logs): lines for people or for programs, and whether there is one for each request.
LOG_FORMAT = environment.LOG_FORMAT.lower()
LOG_REQUESTS = environment.LOG_REQUESTS
# Who takes traces (OTLP over HTTP); nobody where it is empty.
OTEL_ENDPOINT = environment.OTEL_ENDPOINT
# What notes all that it does, at a level of its own: only what it warns of is written.
_TALKATIVE = "WARNING" if environment.LOG_LEVEL == "INFO" else environment.LOG_LEVEL
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "cms.operations.logs.line_formats.TextLines"},
        "json": {"()": "cms.operations.logs.line_formats.JsonLines"},
    },
    "filters": {"ours_to_mend": {"()": "cms.operations.logs.line_formats.OursToMend"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": environment.LOG_LEVEL},
    "loggers": {
        # Django gives its own logger a level, which would let through what the root logger does not.
        "django": {"level": environment.LOG_LEVEL},
        "django.request": {"filters": ["ours_to_mend"]},
        # A request for a host that is not ours: there are many, and nothing to do about them.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # What somebody typed and from where, at each log-in. The audit has what may be kept of it.
        "axes": {"level": "CRITICAL"},
        "django_tasks": {"level": _TALKATIVE},
        "elastic_transport": {"level": _TALKATIVE},
    },
}
# --- end of logs

# --- REST (cms/rest): its middleware answers public addresses before sessions and cookies; its OpenAPI document.
from cms.rest.openapi.settings import REST_SPECTACULAR  # noqa: E402 - this block stands by itself

MIDDLEWARE.insert(
    MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware"), "cms.http.middleware.PublicMiddleware"
)
MIDDLEWARE.insert(
    MIDDLEWARE.index("cms.http.middleware.PublicMiddleware"), "cms.desk.previewing.preview_header.PreviewMiddleware"
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

# --- webhooks (cms/webhooks): how long attempts are kept, and after how many days of failures an endpoint is switched off.
WEBHOOK_LOG_DAYS = environment.WEBHOOK_LOG_DAYS
WEBHOOK_DISABLE_AFTER_DAYS = environment.WEBHOOK_DISABLE_AFTER_DAYS
# Whether an endpoint may be http:// on this machine, to try one out.
WEBHOOKS_TO_LOOPBACK = environment.WEBHOOKS_TO_LOOPBACK
# --- end of webhooks
# Whether the worker looks, now and then, whether addresses of other sites that pages link to still answer (cms/desk/links).
LINK_CHECKS = environment.LINK_CHECKS

# --- metrics (cms/operations/metrics): where they are given, empty for nowhere; the files in which the processes of a machine
# keep what they counted; and what the last `make search-quality` found.
METRICS_ADDRESS = environment.METRICS_ADDRESS
METRICS_FOLDER = environment.METRICS_FOLDER or str(BASE_DIR / "var" / "metrics")
SEARCH_QUALITY_FILE = BASE_DIR / "var" / "search-quality.json"
# --- end of metrics
# The secret key of age under which backups are encrypted, and how many are kept (cms/operations/backup).
BACKUP_KEY = environment.BACKUP_KEY
BACKUPS_KEPT = environment.BACKUPS_KEPT
