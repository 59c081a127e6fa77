"""What lines of the log ask of whoever reads them. Imports nothing, so that lines can be written before Django is set up."""

from typing import Final

WHAT_TO_DO: Final = "What to do: "
REPORT_IT: Final = f"{WHAT_TO_DO}report it with what stands below, and with the id of the request."
SEE_DATABASE: Final = (
    f"{WHAT_TO_DO}see that the database runs, that DATABASE_URL is right and that manage.py migrate was run."
)
