"""A process of its own that holds SQLite's write lock: `python -m tests.models.lock_holder FILE SECONDS`."""

import sqlite3
import sys
import time


def main() -> None:
    """Take the lock, say so on standard output, keep it, and commit one year."""
    connection = sqlite3.connect(sys.argv[1], isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO tracking_serial (year, last) VALUES (1400, 1)")
    print("locked", flush=True)  # noqa: T201  (the test waits for this line)
    time.sleep(float(sys.argv[2]))
    connection.commit()
    connection.close()


if __name__ == "__main__":
    main()
