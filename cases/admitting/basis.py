"""What a refusal rests on, as people cite it."""

from regulations.law import Law
from regulations.provision import Provision


def basis(provision: Provision, law: Law) -> str:
    """Return the article of a provision: `本制度责任转移（R155）`; the regulation where none is named."""
    rule = f"（{provision.rule}）" if provision.rule else ""
    return f"《{law.title}》{provision.cites}{rule}"
