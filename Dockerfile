# Infodesk and Airflow in one image: every service of docker-compose.yml runs it.
FROM python:3.11-slim-bookworm AS libraries
RUN python -m pip install --no-cache-dir uv==0.13.9
COPY requirements.lock /tmp/
RUN python -m venv /opt/venv \
 && VIRTUAL_ENV=/opt/venv uv pip sync --no-cache --require-hashes --compile-bytecode /tmp/requirements.lock

FROM python:3.11-slim-bookworm
# The numbers are fixed so that a volume stays readable when the image is built anew.
RUN groupadd --gid 10001 infodesk \
 && useradd --uid 10001 --gid infodesk --home-dir /var/lib/infodesk --no-create-home infodesk \
 && install -d -o infodesk -g infodesk /var/lib/infodesk /var/lib/infodesk/airflow
COPY --from=libraries /opt/venv /opt/venv
COPY include /opt/infodesk/include
COPY plugins /opt/infodesk/plugins
COPY dags /opt/infodesk/dags
COPY ops_scripts /opt/infodesk/ops_scripts
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/opt/infodesk/include \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    LANG=C.UTF-8 \
    TZ=Asia/Shanghai \
    INFODESK_HOME=/var/lib/infodesk \
    AIRFLOW_HOME=/var/lib/infodesk/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/infodesk/dags \
    AIRFLOW__CORE__PLUGINS_FOLDER=/opt/infodesk/plugins \
    AIRFLOW__CORE__LOAD_EXAMPLES=False \
    AIRFLOW__CORE__DEFAULT_TIMEZONE=Asia/Shanghai
USER infodesk
WORKDIR /opt/infodesk
CMD ["airflow", "version"]
