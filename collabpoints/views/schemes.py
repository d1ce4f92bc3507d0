"""이달의 운영 기준: the rules of the month, in sentences."""

from flask import Blueprint, render_template

from collabpoints.queries.allowances import allowance
from collabpoints.views import access
from collabpoints.views.identity import who
from collabpoints.views.scheme_statements import paragraphs

schemes = Blueprint("schemes", __name__)


@schemes.get("/scheme")
@access.signed_in
def page() -> str:
    mine = allowance(who().agency_id, who().person_id)
    return render_template("schemes/page.html", allowance=mine, paragraphs=paragraphs(mine.scheme))
