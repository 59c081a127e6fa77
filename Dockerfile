# The service as an image: `docker build -t sefydlogrwydd-cynnar .`; compose.yaml runs it.
# It could not be built where it was written (no Docker daemon there). The digests, here and in compose.yaml, are those that
# docker-library/repo-info records for these tags; take the newest with each release of ours: `docker buildx imagetools inspect TAG`.
FROM python:3.11-slim-bookworm@sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# pg_dump, pg_restore and psql of the version that compose.yaml has as its server, for manage.py backup and restore.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-15 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt

COPY . .
ENV DJANGO_SETTINGS_MODULE=cms.settings.production MEDIA_ROOT=/srv/media

# Collecting static files needs settings that load, not the real ones: none of these values stays in the image.
RUN useradd --system --uid 10001 cms \
    && mkdir -p /srv/media var && chown -R cms /srv/media var \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
       DATABASE_URL=postgres://build@localhost/build ALLOWED_HOSTS=localhost \
       PUBLIC_URL_CY=https://localhost PUBLIC_URL_EN=https://localhost \
       API_URL=https://localhost ADMIN_URL=https://localhost \
       python manage.py collectstatic --no-input --verbosity 0

USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=5)"]
CMD ["python", "-m", "cms.server", "--host", "0.0.0.0", "--workers", "2"]
