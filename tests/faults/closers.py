"""A process that closes what is asked for and dies on the way: `python -m tests.faults.closers`.

Each line of its input is a number: a child begins what a scheduler does when somebody asked, and is killed before that
statement (a commit, and what follows one, count as statements). The answer is `killed`, or `done` with how many there were.
"""

import os
import signal
import sys

from sqlalchemy import event
from sqlalchemy.orm import Session

import wsgi
from collabpoints.db import db
from collabpoints.formats.logs import write_json_lines
from collabpoints.jobs.runner import heed_asked


def main() -> None:
    """One child a line, until the input ends."""
    write_json_lines("critical")
    app = wsgi.Installation().app()
    with app.app_context():
        db.engine.dispose()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            with app.app_context():
                _close(int(line))
        _child, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            sys.stdout.write("killed\n")
        sys.stdout.flush()


def _close(last: int) -> None:
    """Close what is asked for, or die before statement `last` (from 1)."""
    passed = 0

    def pass_one(*_given: object) -> None:
        nonlocal passed
        passed += 1
        if passed == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(db.engine, "before_cursor_execute", pass_one)
    event.listen(db.engine, "commit", pass_one)
    event.listen(Session, "after_commit", pass_one)
    heed_asked(jobs=())
    sys.stdout.write(f"done {passed}\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
