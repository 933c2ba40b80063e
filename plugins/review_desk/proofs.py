"""Who acts is proved by his PIN, or for 30 days by a device that he let us remember."""

from fastapi import Request, Response

from infodesk.bootstrap import InfodeskError, desk, wiring
from review_desk.doorkeeper import DEVICE_COOKIE, DEVICE_LIFETIME
from review_desk.guards import Visitor, doorkeeper, root_of


class PinMissing(InfodeskError):
    """The field was left empty: no try is counted for that."""

    def __init__(self) -> None:
        super().__init__("请输入口令")


def has_pin(visitor: Visitor) -> bool:
    """Tell whether the person has a PIN that is not locked."""
    return desk.pin_set_at(visitor.person.id) is not None


def is_remembered(request: Request, visitor: Visitor) -> bool:
    """Tell whether the person let this device be remembered, and has not changed his PIN since."""
    return doorkeeper(request).knows_device(
        request.cookies.get(DEVICE_COOKIE),
        visitor.person.id,
        pin_set_at=desk.pin_set_at(visitor.person.id),
        now=wiring().clock.now(),
    )


def prove(request: Request, visitor: Visitor, pin: str, *, always: bool = False) -> bool:
    """Return when it is he, and whether his PIN told. Raises PinMissing or as `check_pin` does.

    With `always` the PIN is asked whatever device it is: for what completes a review or goes out
    to the public.
    """
    if not always and is_remembered(request, visitor):
        return False
    if not pin:
        raise PinMissing
    desk.check_pin(visitor.person.id, pin)
    return True


def remember(request: Request, response: Response, visitor: Visitor) -> None:
    """Remember the device on which the PIN has just been right."""
    pin_set_at = desk.pin_set_at(visitor.person.id)
    if pin_set_at is None:
        return
    keeper = doorkeeper(request)
    keeper.set_cookie(
        response,
        DEVICE_COOKIE,
        keeper.remember_device(visitor.person.id, pin_set_at=pin_set_at, now=wiring().clock.now()),
        root=root_of(request),
        lifetime=DEVICE_LIFETIME,
    )
