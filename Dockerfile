# One image for every part of the production shape; docker-compose.yml says which part a container plays.
# Not the official Airflow image: the hashed lock decides every version, here as in `make run`.
# Pinned further by digest where nobody may change what a tag means: docker buildx imagetools inspect \
# python:3.12-slim-bookworm tells it, --build-arg BASE=python:3.12-slim-bookworm@sha256:... uses it.
ARG PYTHON=3.12
ARG BASE=python:${PYTHON}-slim-bookworm

FROM ${BASE} AS environment
# production: S3; clouds: also what gs:// and abfs:// need
ARG LOCK=production
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
COPY requirements/production.lock requirements/clouds.lock /build/
WORKDIR /build
# wheels only: nothing is compiled, so there is no compiler to take along or to remove
RUN pip install --no-cache-dir --disable-pip-version-check "$(grep -Eo '^uv==[0-9.]+' "$LOCK.lock")" \
    && python -m venv --without-pip /opt/venv \
    && uv pip sync --no-cache --require-hashes --only-binary :all: --python /opt/venv/bin/python "$LOCK.lock" \
    && printf '#!/opt/venv/bin/python\nfrom kliping.cli import main\n\nmain()\n' > /opt/venv/bin/kliping \
    && chmod +x /opt/venv/bin/kliping

FROM ${BASE}
ARG UID=1000
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/opt/kliping/plugins \
    PYTHONUNBUFFERED=1 \
    KLIPING_HOME=/opt/kliping \
    KLIPING_DATA=/opt/kliping/data \
    AIRFLOW_HOME=/opt/kliping/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/kliping/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/kliping/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False
WORKDIR /opt/kliping
COPY --from=environment /opt/venv /opt/venv
COPY LICENSE pyproject.toml ./
COPY sql sql
COPY expectations expectations
COPY demo demo
COPY plugins plugins
COPY dags dags
# The code belongs to root and cannot be changed from within; the user owns the folders that are written to.
RUN python -m compileall -q plugins dags demo \
    && useradd --uid "$UID" --no-create-home --home-dir /opt/kliping/airflow kliping \
    && install -d -o kliping -g kliping data backups airflow airflow/logs
USER kliping
CMD ["airflow", "version"]
