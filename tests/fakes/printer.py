"""A printer of approval forms: no layout, only what a scan must be matched with."""

from dataclasses import dataclass, field

from infodesk.reviewing.approval_form import ApprovalForm, PrintedForm, qr_payload


@dataclass
class PlainPrinter:
    """Prints the code and the final box as text; equal forms give equal bytes."""

    printed: list[ApprovalForm] = field(default_factory=list)

    def print_form(self, form: ApprovalForm) -> PrintedForm:
        self.printed.append(form)
        return PrintedForm(pdf=f"%PDF-plain\n{qr_payload(form)}\n{form.final_box}\n".encode())
