"""What the figures cannot answer."""

from himaya.kernel.errors import DomainError


class RegionUnknown(DomainError):
    """No region has this code."""

    code = "statistics.region_unknown"
    params = ("region",)
    message = "There is no region {region}."
    remedy = "Use the code of a region, such as 11."


class CategoryUnknown(DomainError):
    """No group of categories has this code."""

    code = "statistics.category_unknown"
    params = ("category",)
    message = "There is no category {category}."
    remedy = "Use the code of a group of categories, such as farmers."
