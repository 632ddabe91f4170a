"""What can go wrong with accounts, told to whoever manages them. Sign-in itself says less, on purpose."""

from himaya.kernel.errors import DomainError


class AccountUnknown(DomainError):
    """No account has this sign-in name."""

    code = "access.account_unknown"
    params = ("login",)
    message = "There is no account {login}."
    remedy = "See the accounts with: himaya accounts list"


class LoginRefused(DomainError):
    """A sign-in name is not of the form that names have."""

    code = "access.login_refused"
    params = ()
    message = "This sign-in name cannot be used."
    remedy = "Use 3 to 40 small letters, digits, dots, dashes or underscores; the first a letter or a digit."


class LoginTaken(DomainError):
    """Another account has this sign-in name."""

    code = "access.login_taken"
    params = ("login",)
    message = "The sign-in name {login} is taken."
    remedy = "Choose another name."


class PhoneRefused(DomainError):
    """A telephone cannot receive codes."""

    code = "access.phone_refused"
    params = ()
    message = "This is not a mobile telephone number."
    remedy = "Write it like 0661234567 or +212661234567."


class GrantRefused(DomainError):
    """A role cannot be granted as asked."""

    code = "access.grant_refused"
    params = ("role", "binding")
    message = "The role {role} needs to be bound to: {binding}."
    remedy = "Give --place, --organisation or --domain as the role needs, and no other."


class GrantUnknown(DomainError):
    """The account does not hold this role."""

    code = "access.grant_unknown"
    params = ("login", "role")
    message = "The account {login} does not hold the role {role}."
    remedy = "See what it holds with: himaya accounts roles LOGIN"


class GrantToOneself(DomainError):
    """Nobody widens their own powers."""

    code = "access.grant_to_oneself"
    params = ()
    message = "Nobody can grant a role to their own account."
    remedy = "Ask another administrator."
