"""이달의 운영 기준: the rules of the month, in sentences."""

from flask import Blueprint, render_template

from collabpoints.queries.allowances import allowance
from collabpoints.views import access
from collabpoints.views.identity import who

schemes = Blueprint("schemes", __name__)


@schemes.get("/scheme")
@access.signed_in
def page() -> str:
    return render_template("schemes/page.html", allowance=allowance(who().agency_id, who().person_id))
