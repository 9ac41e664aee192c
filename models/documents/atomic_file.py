"""Files that are either whole or not there: written beside their target, then moved onto it."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """Open a new file that takes the target's place when the block ends well, and leaves no trace otherwise.

    The file is on the disk (fsync) before it is moved. A target that is a link stays one; an existing
    target keeps its access rights, a new one gets those of the umask.

    Raises:
        OSError: the folder is missing or not writable, the target is a folder, the disk is full; `filename`
        is the
            target.
    """
    destination = target.resolve()
    try:
        if destination.is_dir():
            raise IsADirectoryError(21, "Is a directory")
        beside = destination.with_name(f".{destination.name[:100]}.{secrets.token_hex(6)}.part")
        with beside.open("xb") as new:
            try:
                yield new
                new.flush()
                os.fsync(new.fileno())
                new.close()
                if destination.exists():
                    shutil.copymode(destination, beside)
                beside.replace(destination)
            except BaseException:
                new.close()
                beside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(target)) from error
