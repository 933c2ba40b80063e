"""Opens attachments safely and reads their words (regulation, articles 2 and 7)."""

from infodesk.adapters.attachment_texts.stored import StoredAttachmentTexts

__all__ = ["StoredAttachmentTexts"]
