"""Home is the way to thank."""

from flask import Blueprint, render_template

from collabpoints.views import access

home = Blueprint("home", __name__)


@home.get("/")
@access.signed_in
def page() -> str:
    return render_template("home/page.html")
