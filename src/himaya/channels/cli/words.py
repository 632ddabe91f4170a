"""The words of the register and of rights, for screens and terminals; message ids of the catalogue."""

from django.utils.translation import gettext_noop as _

STATES = {"open": _("open"), "waiting": _("waiting"), "closed": _("closed")}
RELATIONS = {"self": _("insured person"), "spouse": _("spouse"), "child": _("child")}
REASONS = {
    "contributions_paid": _("Contributions are paid"),
    "score_eligible": _("The household's score is under the threshold"),
    "taken_over": _("As declared by the other scheme"),
    "waiting_period": _("Waiting period of a new member"),
    "waiting_after_arrears": _("New waiting period after long arrears"),
    "proof_missing": _("The proof of the family link is missing"),
    "base_unknown": _("The decree's base for this category is not known"),
    "contributions_unpaid": _("Contributions are unpaid"),
    "category_ended": _("The activity has ended"),
    "transferred": _("Covered by another scheme"),
    "age_limit": _("The age limit is reached"),
    "link_ended": _("The family link has ended"),
    "studies_not_proved": _("Studies are not proved"),
}
ACTS = {
    "wait": _("Wait"),
    "pay": _("Pay"),
    "pay_and_wait": _("Pay, then wait"),
    "send_link_proof": _("Send the proof of the link"),
    "send_school_certificate": _("Send a school certificate"),
    "declare_activity": _("Declare a new activity"),
    "ask_fund": _("Ask the fund"),
}
LINE_STATES = {
    "listed": _("listed"),
    "rejected": _("rejected"),
    "to_complete": _("to complete"),
    "to_decide": _("waiting for a decision"),
    "registered": _("registered"),
    "category_ended": _("activity ended"),
    "transferred": _("passed to another scheme"),
    "deceased": _("deceased"),
}
SEXES = {"F": _("woman"), "M": _("man")}
JOB_STATES = {
    "todo": _("to do"),
    "doing": _("being done"),
    "succeeded": _("done"),
    "failed": _("given up"),
    "cancelled": _("cancelled"),
    "aborting": _("being stopped"),
    "aborted": _("stopped"),
}
MESSAGE_FIELDS = {
    "id": _("Number"),
    "message_id": _("Message"),
    "phone": _("Telephone"),
    "language": _("Language"),
    "template": _("Template"),
    "version": _("Version"),
    "segments": _("Segments"),
    "state": _("State"),
    "cause": _("Cause"),
    "handed_at": _("Handed over at"),
    "gateway": _("Gateway"),
    "gateway_ref": _("Number at the gateway"),
    "answer": _("Answer"),
    "status": _("Receipt"),
    "received_at": _("Received at"),
    "since": _("Since"),
    "by": _("By"),
}
MESSAGE_STATES = {
    "queued": _("in the queue"),
    "claimed": _("being taken"),
    "handing": _("being handed over"),
    "handed": _("handed over"),
    "accepted": _("with the operator"),
    "delivered": _("delivered"),
    "undelivered": _("not delivered"),
    "refused": _("refused"),
    "unknown": _("unknown"),
    "expired": _("expired"),
    "cancelled": _("cancelled"),
    "queued_at_operator": _("in the operator's queue"),
    "accepted_by_operator": _("taken by the operator"),
    "refused_by_operator": _("refused by the operator"),
}
COMPARED = {
    "family_name_fr": _("Family name"),
    "given_name_fr": _("Given name"),
    "family_name_ar": _("Family name in Arabic"),
    "given_name_ar": _("Given name in Arabic"),
    "birth_on": _("Birth"),
    "sex": _("Sex"),
    "cin": _("National card"),
    "idcs": _("Social register number"),
    "residence_card": _("Residence card"),
    "commune": _("Commune"),
    "address": _("Address"),
    "phone": _("Telephone"),
}
