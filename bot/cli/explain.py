"""The sentence for an error that an operator can mend."""

from sqlalchemy.exc import DBAPIError

from bot.cli.goals import GoalFileError
from bot.log import hide_secrets
from bot.service import TokenRefusedError
from bot.settings import SettingsError
from models.database import is_database_trouble
from models.documents.submission_file import UnknownFormatError
from models.documents.submission_update import UpdateFileError
from models.errors import AreaImportFailed
from models.export_filter import ExportFilterError
from models.schema import SchemaNewerError


def explain(error: Exception) -> str | None:
    """One sentence a line; None for an error that is the program's own fault and deserves its traceback."""
    if isinstance(error, SettingsError):
        return "\n".join(error.lines)
    if isinstance(error, AreaImportFailed):
        problems = [f"line {problem.line}: {problem.reason}" for problem in error.problems]
        return "\n".join([*problems, "Nothing was stored."])
    if isinstance(
        error,
        TokenRefusedError | SchemaNewerError | UnknownFormatError | UpdateFileError | ExportFilterError | GoalFileError,
    ):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'the file'}: {error.strerror or error}"
    if is_database_trouble(error):
        cause = error.orig if isinstance(error, DBAPIError) else error
        return hide_secrets(f"the database cannot be used: {str(cause).strip().splitlines()[0]}")
    return None
