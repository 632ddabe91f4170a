"""Months due and the payments that settle them. Months are month indexes, amounts centimes."""

from django.db import models


class Due(models.Model):
    """One month owed by one membership: what the law says is due, what was paid and when it was settled.

    `paid_on` is the day on which the payments reached `due_centimes`; null while something is owed.
    `cancelled_on` is set when a law writes the month off (law 41-23); nothing is owed any more.
    """

    pk = models.CompositePrimaryKey("membership_id", "month")
    membership_id = models.BigIntegerField()
    month = models.SmallIntegerField()
    due_centimes = models.BigIntegerField()
    paid_centimes = models.BigIntegerField(default=0)
    paid_on = models.DateField(null=True)
    cancelled_on = models.DateField(null=True)
    run_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_centimes__gte=0, paid_centimes__gte=0), name="contributions_due_signs"
            ),
            models.CheckConstraint(
                condition=models.Q(paid_on=None) | models.Q(paid_centimes__gte=models.F("due_centimes")),
                name="contributions_due_settled",
            ),
        ]


class Correction(models.Model):
    """An amount due that was recorded and is another: what it was, what it is, and the run that found it."""

    pk = models.CompositePrimaryKey("run_id", "membership_id", "month")
    run_id = models.BigIntegerField()
    membership_id = models.BigIntegerField()
    month = models.SmallIntegerField()
    before_centimes = models.BigIntegerField()
    after_centimes = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(before_centimes=models.F("after_centimes")),
                name="contributions_correction_changes",
            )
        ]


class Payment(models.Model):
    """A line of a collector's reconciliation file; the same transaction is taken once."""

    pk = models.CompositePrimaryKey("collector", "transaction_id")
    collector = models.TextField()
    transaction_id = models.TextField()
    reference = models.TextField()
    insured_number = models.IntegerField(null=True)
    month = models.SmallIntegerField(null=True)
    amount_centimes = models.BigIntegerField()
    used_centimes = models.BigIntegerField(default=0)
    paid_at = models.DateTimeField()
    channel = models.TextField()
    agent_id = models.TextField()
    run_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_centimes__gt=0)
                & models.Q(used_centimes__gte=0)
                & models.Q(used_centimes__lte=models.F("amount_centimes")),
                name="contributions_payment_amounts",
            )
        ]
        indexes = [models.Index(fields=["insured_number"], name="contributions_payment_number")]
