"""Prepare an installation: folders, a database at the present schema, an empty portal."""

from infodesk.bootstrap.wiring import wiring


def prepare_installation(*, owner_url: str = "", application_role: str = "") -> str:
    """Make what is missing, and return the database's address without its password.

    On PostgreSQL give the schema owner's address and the application's role; see
    `ops_scripts/upgrade_database.py`. Safe to run again.
    """
    from infodesk.adapters.database.upgrade import shown_url, upgrade_database

    here = wiring()
    settings = here.settings
    for folder in (settings.home, settings.files, settings.portal, settings.packages):
        folder.mkdir(parents=True, exist_ok=True)
    url = owner_url or settings.effective_database_url
    upgrade_database(url, application_role=application_role)
    here.channel_for.rebuild_sites()
    return shown_url(url)
