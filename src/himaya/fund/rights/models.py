"""Rights to AMO as periods, derived from memberships, months due and family links."""

from django.db import models


class Right(models.Model):
    """State of one person's AMO over `[start_on, end_on)`, as it was known from run to run.

    A line is current while `superseded_run_id` is null. `remedy` is the act that would mend a right that is
    not open, `remedy_centimes` what it costs and `remedy_by` the day by which it must be done.
    """

    pk = models.CompositePrimaryKey("person_id", "start_on", "known_run_id")
    person_id = models.BigIntegerField()
    start_on = models.DateField()
    end_on = models.DateField(null=True)
    state = models.SmallIntegerField()
    reason = models.SmallIntegerField()
    scheme_id = models.SmallIntegerField()
    membership_id = models.BigIntegerField()
    remedy = models.SmallIntegerField(null=True)
    remedy_centimes = models.BigIntegerField(null=True)
    remedy_by = models.DateField(null=True)
    known_run_id = models.BigIntegerField()
    superseded_run_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "start_on"],
                condition=models.Q(superseded_run_id=None),
                name="rights_right_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(end_on=None) | models.Q(end_on__gt=models.F("start_on")),
                name="rights_right_period",
            ),
        ]
