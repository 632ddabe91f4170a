"""What can go wrong below the business: the installation, not the data, is at fault."""

from himaya.kernel.errors import DomainError


class RuntimeFault(DomainError):
    """Base of the errors an operator, not a clerk, has to mend."""

    code = "runtime.fault"


class DatabaseUnavailable(RuntimeFault):
    """The database does not answer, does not start, or cannot be reached with what was given."""

    code = "runtime.database_unavailable"
    params = ("reason", "advice")
    message = "The database is not available: {reason}"
    remedy = "{advice}"


class DatabaseNotPrepared(RuntimeFault):
    """An external database lacks a role, a right or an extension."""

    code = "runtime.database_not_prepared"
    params = ("missing", "sql")
    message = "The database is not prepared: {missing}"
    remedy = "Ask its administrator to run: {sql}"


class DatabaseNewer(RuntimeFault):
    """The database was migrated by another version of the program than this one."""

    code = "runtime.database_newer"
    params = ("migrations",)
    message = "The database holds migrations that this version does not know: {migrations}"
    remedy = "Use the version that made them, or another data folder (HIMAYA_DATA)."


class MigrationFailed(RuntimeFault):
    """The tables could not be brought up to date."""

    code = "runtime.migration_failed"
    params = ("reason",)
    message = "The tables of the database could not be brought up to date: {reason}"
    remedy = "Repeat the command; if it fails again, send this sentence to whoever keeps the programs."


class DataFolderUnusable(RuntimeFault):
    """The data folder cannot be made, read or written."""

    code = "runtime.data_folder_unusable"
    params = ("folder", "reason")
    message = "The data folder {folder} cannot be used: {reason}"
    remedy = (
        "Give this account the right to write there, make room on its disk, or name another folder"
        " (HIMAYA_DATA)."
    )


class RunBusy(RuntimeFault):
    """Another process is working on the same run."""

    code = "runtime.run_busy"
    params = ("kind", "run_id")
    message = "The run {run_id} ({kind}) is being worked on by another process."
    remedy = "Wait for it to end, or stop that process and repeat the command: it continues where it stopped."


class UnstorableText(RuntimeFault):
    """A text holds the character NUL, which PostgreSQL cannot store."""

    code = "runtime.unstorable_text"
    params = ("column", "row")
    message = "Row {row} holds a NUL character in the column {column}."
    remedy = "Remove that character from the file and send it again."
