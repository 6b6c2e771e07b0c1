"""What is said when the register's database cannot be used: one sentence, no password."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError


class RegisterUnavailable(RuntimeError):
    """The register's database cannot be used; the message says which, why and what to do."""


class RegisterNotSetUp(RegisterUnavailable):
    """The database lacks the tables of this release; the message ends with `set it up first`."""


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn a database that cannot be reached, read or written into a sentence.

    Raises:
        RegisterNotSetUp: it lacks a table.
        RegisterUnavailable: it cannot be used for any other reason.
    """
    try:
        yield
    except DBAPIError as error:
        if not _is_about_the_database(error):
            raise
        kind = RegisterNotSetUp if _lacks_tables(error) else RegisterUnavailable
        raise kind(sentence(url, error)) from error
    except OSError as error:
        raise RegisterUnavailable(sentence(url, error)) from error


def _is_about_the_database(error: DBAPIError) -> bool:
    """Tell a database that cannot be used from a statement or a value that is wrong."""
    if isinstance(error, OperationalError | InterfaceError) or _lacks_tables(error):
        return True
    return type(error) in (DBAPIError, DatabaseError)


def _lacks_tables(error: Exception) -> bool:
    said = str(error)
    return "no such table" in said or ("relation" in said and "does not exist" in said)


def sentence(url: URL, error: Exception) -> str:
    """Say which database fails, why, and what to do."""
    reason = _first_line(error.orig if isinstance(error, DBAPIError) else error)
    where = url.render_as_string(hide_password=True)
    if _lacks_tables(error):
        return f"the register {where} is not set up: {reason}; set it up first"
    if url.get_backend_name() == "sqlite" and url.database:
        return f"the register {where} cannot be used: {reason}; {_file_hint(Path(url.database))}"
    return (
        f"the register {where} cannot be used: {reason}; see that the database runs and is set up"
    )


def _first_line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _file_hint(file: Path) -> str:
    if not file.parent.is_dir():
        return f"the folder {file.parent} does not exist: create it"
    if not file.exists():
        return f"the file is missing: put it back into {file.parent}, or set a new one up there"
    return "see that the file is a register and that it and its folder may be written"
