"""The parameters of a law in the YAML layout of OpenFisca, and back without loss.

What that layout has no place for (evidence, the day a value became known, labels by language, the choices of a
decision, keyed tables) travels in `metadata`.
"""

from himaya.legislation.openfisca.export import export_parameters
from himaya.legislation.openfisca.imports import Imported, import_parameters

__all__ = ["Imported", "export_parameters", "import_parameters"]
