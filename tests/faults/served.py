"""What gunicorn serves where a test changes something in the server's process: a planted fault, or wrong clocks.

`FAULTS_CLOCK` is "SHIFT OFF": seconds by which both clocks are moved, and by which the host's is wrong besides.
"""

import os
import sys
from datetime import timedelta

import wsgi
from collabpoints import clock
from collabpoints import db as database


def turn_clocks(shift: float, off: float) -> None:
    """The database's clock is `shift` seconds away from the machine's, the host's is `off` more."""
    real, asked = clock.now, database.database_now
    clock.now = lambda: real() + timedelta(seconds=shift + off)
    for module in list(sys.modules.values()):  # those who imported it by name too
        if getattr(module, "database_now", None) is asked:
            module.database_now = lambda session: asked(session) + timedelta(seconds=shift)  # type: ignore[attr-defined]


if "FAULTS_CLOCK" in os.environ:
    turn_clocks(*map(float, os.environ["FAULTS_CLOCK"].split()))

if "FAULTS_PLANT" in os.environ:
    from tests.faults.plants import plant

    plant(os.environ["FAULTS_PLANT"])

app = wsgi.app
