"""What departments hand in: drafts, declarations, sign-ins."""

from sqlalchemy import Column, ForeignKey, String, Table

from infodesk.adapters.database.columns import instant, metadata, text_column

applications = Table(
    "applications",
    metadata,
    Column("article_id", String(32), ForeignKey("articles.id"), primary_key=True),
    text_column("handled_by", index=True),
    text_column("handler_name"),
    instant("applied_at"),
    text_column("formats"),  # JSON
    text_column("special_requests"),  # JSON
    text_column("other_request"),
    text_column("declared_by"),
    instant("declared_at"),
    text_column("exemption"),  # JSON; empty where a form is needed
)
