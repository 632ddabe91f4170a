"""What a simulation refuses."""

from himaya.kernel.errors import DomainError


class PopulationInvalid(DomainError):
    """A line of the population breaks what the law's facts allow, or the file cannot be read."""

    code = "simulation.population_invalid"
    params = ("file", "line", "reason")
    message = "{file}:{line}: {reason}"
    remedy = (
        "Correct that line of the population; `himaya law show FACT` gives the unit and the range of a fact."
    )
