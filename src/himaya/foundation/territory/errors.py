"""What can be wrong with the files of a territory, or with a question about it."""

from himaya.kernel.errors import DomainError


class TerritoryFileMissing(DomainError):
    """A fund without its regions, provinces or communes."""

    code = "territory.file_missing"
    params = ("path",)
    message = "The territory's file {path} is missing."
    remedy = "Put it there, with the columns code, name_fr, name_ar and the code of the place above."


class TerritoryFileWrong(DomainError):
    """A column is missing, a code is no code or stands twice, or points to nothing."""

    code = "territory.file_wrong"
    params = ("path", "problem")
    message = "The territory's file {path} cannot be used: {problem}."
    remedy = "Mend the file and load the territory again; nothing was changed."


class UnknownPlace(DomainError):
    """No region, province or commune by that code or name, or several."""

    code = "territory.unknown_place"
    params = ("place",)
    message = "No single place is known as {place!r}."
    remedy = "Give its code, or its name followed by its province in brackets."
