"""The studio: where people bring films in and look after them."""

from flask import Blueprint

bp = Blueprint("studio", __name__, url_prefix="/studio")
