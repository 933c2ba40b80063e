"""The approval form as a printed page (regulation, annex), typeset by typst."""

from infodesk.adapters.typst_forms.printer import FormNotPrinted, TypstForms

__all__ = ["FormNotPrinted", "TypstForms"]
