"""Sign in and out."""

from flask import Blueprint, render_template

from collabpoints.views import access

sign_in = Blueprint("sign_in", __name__)


@sign_in.get("/sign-in")
@access.public
def form() -> str:
    return render_template("sign_in/form.html")
