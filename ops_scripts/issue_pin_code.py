"""Issue a code with which one person sets his PIN: for who joins, or is locked out.

The code is printed once and kept as a hash only. Hand it over in person, after making sure who it
is: a code sent by mail would let whoever reads the mailbox review in that person's name.
"""

import argparse
import getpass
import sys

from infodesk.bootstrap import InfodeskError, desk


def main(arguments: list[str] | None = None) -> int:
    """Print the code and what to tell the person; 1 when there is no such person."""
    parser = argparse.ArgumentParser(description="发放口令设置码：只显示一次，须当面交给本人")
    parser.add_argument("person", help="人员 id，见 people.toml")
    parser.add_argument(
        "--by", default=getpass.getuser(), help="发放人，记入台账；默认为当前系统用户"
    )
    given = parser.parse_args(arguments)
    try:
        code = desk.issue_pin_code(given.person, issued_by=given.by)
    except InfodeskError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    person = desk.person(given.person)
    print(f"人员：{person.name if person else given.person}")
    print(f"设置码：{code[:5]} {code[5:]}（只显示这一次，一周内有效；旧的设置码已作废）")
    print("请当面交给本人：打开审核邮件中的链接，点“设置口令”，填入设置码和自己的新口令。")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
