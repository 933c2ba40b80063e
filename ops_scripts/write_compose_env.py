"""Write .env for docker-compose.yml: random secrets, and the lines that the office must fill in.

Reach for it once, before the first `docker compose up`. It never touches an existing file: the
database was made with the passwords that stand there.
"""

import argparse
import base64
import os
import secrets
import sys
from pathlib import Path

_HEAD = """\
# Made by ops_scripts/write_compose_env.py. Keep it secret and keep a copy: without the Fernet key
# Airflow's stored connections are lost, without the passwords the database is closed.

# ---- 请填写 ----
# 发信服务器，例如：
# '{"conn_type":"smtp","host":"smtp.office.example","port":465,"login":"a","password":"b"}'
AIRFLOW_CONN_INFODESK_SMTP=
# 发件人，如 '信息岗 <infodesk@office.example>'
INFODESK_MAIL_FROM=
# 审核人员能打开的地址；不填则只能在本机打开
# INFODESK_DESK_URL=https://desk.office.example/review
# AIRFLOW_PUBLIC_URL=https://desk.office.example

# ---- 随机生成，不要改 ----
"""


def env_text() -> str:
    """Return the file's text, with fresh secrets."""
    made = {
        name: secrets.token_urlsafe(32)
        for name in (
            "POSTGRES_PASSWORD",
            "AIRFLOW_DB_PASSWORD",
            "INFODESK_OWNER_PASSWORD",
            "INFODESK_DB_PASSWORD",
            "INFODESK_SECRET_KEY",
            "AIRFLOW_API_SECRET_KEY",
            "AIRFLOW_JWT_SECRET",
        )
    }
    made["AIRFLOW_FERNET_KEY"] = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    made["OPERATOR_PASSWORD"] = secrets.token_urlsafe(12)
    return _HEAD + "".join(f"{name}={value}\n" for name, value in made.items())


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description="为 docker-compose.yml 生成 .env（随机密钥）")
    project = Path(__file__).resolve().parents[1]
    parser.add_argument("--file", type=Path, default=project / ".env")
    file = parser.parse_args().file
    try:
        # Made for the owner alone from the first byte, and only if it is not there.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(env_text())
    except FileExistsError:
        print(f"{file} 已存在，未改动。确实要重来，请先停止服务并移走它。", file=sys.stderr)
        return 1
    print(f"已写好 {file}（只有你能读）。请填写其中“请填写”一节，再运行 docker compose up。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
