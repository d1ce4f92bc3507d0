"""gunicorn's settings file (`--config python:collabpoints.cli.web_settings`); what depends on the installation, such as
the address and the number of workers, `serve` gives on the command line."""

import ctypes
import logging
import os
import signal
import sys
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from collabpoints.cli.supervision import supervisor
from collabpoints.formats.logs import write_json_lines

worker_class = "gthread"
control_socket_disable = True
graceful_timeout = 5
timeout = 60
keepalive = 5
max_requests = 0
limit_request_line = 4094
proc_name = "collabpoints"


class JsonLines(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn's own messages as our log lines. Addresses that were asked for are not logged: a link's token is one."""

    def setup(self, cfg: Any) -> None:
        """Called by gunicorn, in the master and again on a reload."""
        write_json_lines(os.environ.get("LOG_LEVEL", "") or "info")
        for log in (self.error_log, self.access_log):
            log.handlers[:] = []
            log.propagate = log is self.error_log
            log.setLevel(logging.NOTSET)
        self.error_log.setLevel(max(logging.WARNING, logging.getLogger().level))


logger_class = JsonLines


def on_starting(_server: Any) -> None:
    """Stop when the process that started us is gone, however it went: no web server is left behind."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None, use_errno=True).prctl(set_parent_death_signal, signal.SIGTERM)
    if supervisor() not in (None, os.getppid()):
        sys.exit("the process that started this web server is gone already")
