"""Tables of the register.

Large tables are filled by COPY and carry no foreign-key triggers (docs/decisions/0004): the batch that fills
them draws every reference from the register itself, and `selectors.orphans` checks them set-wise.
Months are month indexes (year x 12 + month - 1), amounts centimes, periods half-open.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from himaya.fund.registry.account_models import AccountLink as AccountLink
from himaya.fund.registry.account_models import Mandate as Mandate
from himaya.fund.registry.states import RegistrationState


class Scheme(models.Model):
    """A social-security scheme (AMO of the self-employed, AMO-Tadamon…)."""

    id = models.SmallIntegerField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    group = models.CharField(max_length=40)
    rights = models.CharField(max_length=20)  # contributions, score or taken_over
    barred_from = models.JSONField(default=list)
    label = models.JSONField()


class Category(models.Model):
    """A category of insured people, named by a decree."""

    id = models.SmallIntegerField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT)
    group = models.CharField(max_length=40)
    needs = models.JSONField(default=list)
    subcategories = models.JSONField(default=list)
    label = models.JSONField()
    group_label = models.JSONField()
    group_target = models.IntegerField(null=True)


class LiaisonBody(models.Model):
    """A ministry, order or chamber that sends lists (law 98-15), with its convention and decree."""

    id = models.SmallIntegerField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    name = models.JSONField()
    convention = models.JSONField(default=dict)
    decree = models.TextField(blank=True)
    categories = models.JSONField(default=list)


class Phase(models.Model):
    """A step of the roll-out with its target, as announced."""

    code = models.CharField(max_length=40, primary_key=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    target = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=40)
    evidence = models.CharField(max_length=10)
    reference = models.TextField()
    label = models.JSONField()


class NumberSeries(models.Model):
    """A series of insured numbers with a capacity; `next_rank` only grows.

    A series that is not opened gives no number: opening one is an administrator's decision.
    """

    id = models.SmallIntegerField(primary_key=True)
    leading_digit = models.SmallIntegerField(unique=True)
    first_rank = models.IntegerField()
    last_rank = models.IntegerField()
    next_rank = models.IntegerField()
    opened = models.BooleanField()
    evidence = models.CharField(max_length=10)
    reference = models.TextField()

    class Meta:
        verbose_name_plural = "number series"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_rank__gte=models.F("first_rank"))
                & models.Q(next_rank__lte=models.F("last_rank") + 1),
                name="registry_series_within_capacity",
            )
        ]


class NumberBlock(models.Model):
    """One allocation: which run took which ranks of which series. The audit of every number ever given."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT)
    first_rank = models.IntegerField()
    count = models.IntegerField()
    run_id = models.BigIntegerField()
    allocated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "first_rank"], name="registry_block_once"),
            models.CheckConstraint(condition=models.Q(count__gt=0), name="registry_block_not_empty"),
        ]


class Counter(models.Model):
    """Next free internal id of a table filled by COPY; taken in blocks inside the run's own transaction."""

    name = models.CharField(max_length=40, primary_key=True)
    next_value = models.BigIntegerField()


class Person(models.Model):
    """Somebody known to the fund: insured persons carry a number, dependants only the internal id."""

    id = models.BigIntegerField(primary_key=True)
    insured_number = models.IntegerField(null=True)
    family_name_fr = models.TextField()
    given_name_fr = models.TextField()
    family_name_ar = models.TextField()
    given_name_ar = models.TextField()
    family_key = models.TextField()
    given_key = models.TextField()
    cin = models.TextField(null=True)
    cin_key = models.TextField(null=True)
    idcs = models.TextField(null=True)
    residence_card = models.TextField(null=True)
    birth_on = models.DateField(null=True)
    birth_precision = models.CharField(max_length=1)  # D to the day, Y the year only
    sex = models.CharField(max_length=1)
    commune_id = models.IntegerField(null=True)
    address = models.TextField()
    phone = models.TextField(null=True)  # E.164
    language = models.CharField(max_length=3)
    died_on = models.DateField(null=True)
    merged_into_id = models.BigIntegerField(null=True)
    registered_on = models.DateField()
    run_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["insured_number"], name="registry_person_number"),
            models.UniqueConstraint(
                fields=["cin_key"],
                condition=models.Q(merged_into_id=None, cin_key__isnull=False),
                name="registry_person_cin",
            ),
            models.UniqueConstraint(
                fields=["idcs"],
                condition=models.Q(merged_into_id=None, idcs__isnull=False),
                name="registry_person_idcs",
            ),
            models.UniqueConstraint(
                fields=["residence_card"],
                condition=models.Q(merged_into_id=None, residence_card__isnull=False),
                name="registry_person_residence_card",
            ),
            models.CheckConstraint(condition=models.Q(sex__in=["F", "M"]), name="registry_person_sex"),
            models.CheckConstraint(
                condition=models.Q(birth_precision__in=["D", "Y"]), name="registry_person_birth_precision"
            ),
        ]
        indexes = [
            models.Index(fields=["family_key", "given_key"], name="registry_person_names"),
            models.Index(
                fields=["phone"], condition=models.Q(phone__isnull=False), name="registry_person_phone"
            ),
        ]


class Membership(models.Model):
    """A person's membership of a scheme in a category over a period `[start_on, end_on)`.

    `activity_fact` columns are what the law asks of the category. A membership is born REGISTERED by the run
    `run_id` from line `line_no`; later moves are in MembershipMove, written by a trigger that refuses others.
    """

    id = models.BigIntegerField(primary_key=True)
    person_id = models.BigIntegerField()
    scheme_id = models.SmallIntegerField()
    category_id = models.SmallIntegerField()
    subcategory = models.TextField(null=True)
    professional_number = models.TextField(null=True)
    farm_class = models.SmallIntegerField(null=True)
    vehicle_owner = models.BooleanField(null=True)
    diploma_on = models.DateField(null=True)
    practice_from = models.DateField(null=True)
    annual_net_profit_centimes = models.BigIntegerField(null=True)
    annual_income_tax_centimes = models.BigIntegerField(null=True)
    rsu_score = models.DecimalField(max_digits=11, decimal_places=7, null=True)
    start_on = models.DateField()
    end_on = models.DateField(null=True)
    first_due_month = models.SmallIntegerField(null=True)
    state = models.SmallIntegerField(default=RegistrationState.REGISTERED)
    body_id = models.SmallIntegerField(null=True)
    run_id = models.BigIntegerField()
    line_no = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "scheme_id", "category_id"],
                condition=models.Q(end_on=None),
                name="registry_membership_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(end_on=None) | models.Q(end_on__gte=models.F("start_on")),
                name="registry_membership_period",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="registry_membership_person"),
            models.Index(fields=["run_id"], name="registry_membership_run"),
        ]


class MembershipMove(models.Model):
    """History of a membership's state; written by the database itself, never changed."""

    membership_id = models.BigIntegerField(db_index=True)
    before = models.SmallIntegerField()
    after = models.SmallIntegerField()
    moved_at = models.DateTimeField()


class ListLine(models.Model):
    """A line of a list that did not go straight into the register, until it does or is refused for good.

    `line` keeps the sender's values while somebody has to act on them (to complete, to decide).
    """

    pk = models.CompositePrimaryKey("run_id", "line_no")
    run_id = models.BigIntegerField()
    line_no = models.IntegerField()
    state = models.SmallIntegerField()
    code = models.TextField()
    column = models.TextField()
    value = models.TextField()
    candidate_id = models.BigIntegerField(null=True)
    probability = models.FloatField(null=True)
    membership_id = models.BigIntegerField(null=True)
    line = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["run_id", "line_no"],
                condition=models.Q(state__in=[RegistrationState.TO_COMPLETE, RegistrationState.TO_DECIDE]),
                name="registry_line_waiting",
            )
        ]


class ListLineMove(models.Model):
    """History of a waiting line's state; written by the database itself, never changed."""

    run_id = models.BigIntegerField()
    line_no = models.IntegerField()
    before = models.SmallIntegerField()
    after = models.SmallIntegerField()
    moved_at = models.DateTimeField()


class FamilyLink(models.Model):
    """A spouse or child of an insured person over a period, with its proof."""

    id = models.BigIntegerField(primary_key=True)
    insured_id = models.BigIntegerField()
    dependant_id = models.BigIntegerField()
    relation = models.CharField(max_length=6)
    start_on = models.DateField()
    end_on = models.DateField(null=True)
    proof = models.TextField()
    proof_checked_on = models.DateField(null=True)
    student_until = models.DateField(null=True)
    disabled = models.BooleanField(default=False)
    run_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["insured_id", "dependant_id"],
                condition=models.Q(end_on=None),
                name="registry_link_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(relation__in=["spouse", "child"]), name="registry_link_relation"
            ),
            models.CheckConstraint(
                condition=~models.Q(insured_id=models.F("dependant_id")), name="registry_link_two_people"
            ),
        ]
        indexes = [
            models.Index(fields=["dependant_id"], name="registry_link_dependant"),
            models.Index(fields=["insured_id"], name="registry_link_insured"),
        ]


class RegisteredLetter(models.Model):
    """A letter that starts the thirty days before registration ex officio (law 98-15, art. 7)."""

    run_id = models.BigIntegerField()
    line_no = models.IntegerField()
    sent_on = models.DateField()
    application_received_on = models.DateField(null=True)
    registered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run_id", "line_no"], name="registry_letter_once"),
        ]


class NameForm(models.Model):
    """A spelling of a name met in the register and the key it falls on: the lexicon of search."""

    form = models.TextField()
    script = models.CharField(max_length=1)  # L Latin, A Arabic
    part = models.CharField(max_length=1)  # F family, G given
    key = models.TextField()
    people = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "script", "part"], name="registry_name_form_once"),
        ]
        indexes = [
            GinIndex(fields=["form"], opclasses=["gin_trgm_ops"], name="registry_name_form_trigrams"),
        ]


class Merge(models.Model):
    """Two records found to be one person: who decided it and why, and who undid it."""

    kept_id = models.BigIntegerField(db_index=True)
    dropped_id = models.BigIntegerField(db_index=True)
    run_id = models.BigIntegerField()
    decided_by = models.TextField()
    reason = models.TextField()
    decided_at = models.DateTimeField()
    undone_by = models.TextField(null=True)
    undone_reason = models.TextField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dropped_id"], condition=models.Q(undone_at=None), name="registry_merge_one_at_a_time"
            ),
        ]


class MergeMove(models.Model):
    """One value that a merge changed, before and after, so that undoing it restores exactly that."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="moves")
    table = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    column = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
