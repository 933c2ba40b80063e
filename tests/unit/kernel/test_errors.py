from infodesk.kernel.credentials import Credential, CredentialMissing
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.ids import new_id


def test_an_error_says_what_and_the_way_out() -> None:
    error = InfodeskError("磁盘已满", remedy="请清理")

    assert (error.message, error.remedy, str(error)) == ("磁盘已满", "请清理", "磁盘已满（请清理）")
    assert str(InfodeskError("磁盘已满")) == "磁盘已满"


def test_a_missing_credential_names_the_variable_to_set() -> None:
    assert "AIRFLOW_CONN_INFODESK_SMTP" in CredentialMissing("infodesk_smtp").remedy


def test_a_secret_does_not_show() -> None:
    credential = Credential(kind="smtp", host="mail", password="geheim", extra={"key": "privat"})

    assert "geheim" not in repr(credential)
    assert "privat" not in repr(credential)


def test_ids_are_32_hex_digits_and_never_the_same() -> None:
    ids = {new_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert all(len(i) == 32 and set(i) <= set("0123456789abcdef") for i in ids)
