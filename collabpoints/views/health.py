"""Is it alive, is it ready: for the operator's watch, without signing in and without anybody's data."""

from flask import Blueprint, Response

from collabpoints.queries.agencies import the_agency
from collabpoints.views import access

health = Blueprint("health", __name__, url_prefix="/health")


@health.get("/live")
@access.public
def live() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@health.get("/ready")
@access.public
def ready() -> Response:
    """The database answers and an agency lives in it; otherwise 503."""
    if the_agency() is None:
        return Response("no agency yet: collabpoints agency create\n", status=503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
