"""Bring Infodesk's database to this version's schema. Run it after every upgrade; safe to repeat.

Reach for it before the first start and after each update, with the services stopped. On
PostgreSQL name the schema owner's address: the application's own role may not change the schema,
and must not be able to touch the ledger's triggers.
"""

import argparse
import sys

from infodesk.bootstrap import InfodeskError, prepare_installation


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--owner-url",
        default="",
        help="address of the schema's owner (postgresql+psycopg://owner:...@host/infodesk)",
    )
    parser.add_argument(
        "--application-role", default="", help="role that the application signs in with"
    )
    given = parser.parse_args()
    try:
        url = prepare_installation(
            owner_url=given.owner_url, application_role=given.application_role
        )
    except InfodeskError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"数据库已是最新结构：{url}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
