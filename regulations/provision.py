"""What a regulation says, and where it says so."""

from pydantic import Field

from regulations.organisation import Entry

RULE = r"^R[1-9][0-9]{0,2}$"


class Provision(Entry):
    """Base of what stems from an article, or is the organisation's own declaration.

    Attributes:
        cites: the article.
        rule: rule number in the register of rules.
        declared: what the organisation declares, where the text is silent.
    """

    cites: str = ""
    rule: str = Field("", pattern=rf"{RULE}|^$")
    declared: str = ""
