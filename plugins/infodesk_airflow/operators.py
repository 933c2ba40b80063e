"""Who looks at the board: the person who is signed in to Airflow, and what Airflow lets him see.

Airflow applies no sign-in to the apps of plugins; this dependency does. It works only inside
Airflow's API server. A desk that runs alone brings a dependency of its own in its place.
"""

from dataclasses import dataclass

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
from airflow.api_fastapi.core_api.security import GetUserDep


@dataclass(frozen=True, slots=True, kw_only=True)
class AirflowOperator:
    """An Airflow user in front of the board."""

    name: str
    may_see_desk: bool  # Airflow's right to view plugins: role Op and above under FAB


async def signed_in_operator(user: GetUserDep) -> AirflowOperator:
    """Return the signed-in Airflow user; Airflow itself answers 401 when there is none."""
    return AirflowOperator(
        name=user.get_name(),
        may_see_desk=get_auth_manager().is_authorized_view(
            access_view=AccessView.PLUGINS, user=user
        ),
    )
