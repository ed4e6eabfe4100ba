"""A place as it is found and shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from actions.geography.words import key

COUNTRY_NAMES = {"AU": "Australia", "NZ": "New Zealand", "GB": "UK", "ES": "Spain", "US": "USA"}


@dataclass(frozen=True)
class Place:
    """A place on the map."""

    name: str
    state: str
    """The state's code in Australia and the United States; a county, province or region elsewhere."""
    postcode: str
    """"" where it has none of its own, as a city of many suburbs."""
    country: str
    """ISO 3166 code: AU, NZ, GB, ES or US; "" for a point elsewhere."""
    lat: float
    """Degrees."""
    lon: float
    """Degrees."""
    population: int
    """0 where it is not known."""
    within: str = field(default="", repr=False, compare=False)
    """Keys of the areas around it, each between bars: "|au|new south wales|nsw|"."""

    @property
    def label(self) -> str:
        """What tells it from others of its name: "Richmond VIC 3121", "Windsor, Berkshire, UK"."""
        if self.country in ("AU", ""):
            return " ".join(filter(None, (self.name, self.state, self.postcode)))
        state = "" if key(self.state) == key(self.name) else self.state
        return ", ".join(filter(None, (self.name, state, COUNTRY_NAMES[self.country])))
