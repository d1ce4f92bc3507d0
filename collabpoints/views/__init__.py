"""The street: HTTP in, HTTP out. A view does five things: who, form, one call, answer, redirect."""

from typing import TYPE_CHECKING

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from collabpoints.views import (
    access,
    account,
    appeals,
    assets,
    board_explanations,
    boards,
    bodies,
    booklets,
    codes,
    components,
    compression,
    confirmations,
    drafts,
    errors,
    exports,
    filters,
    flows,
    headers,
    health,
    held,
    help_kinds,
    home,
    identity,
    jobs,
    kept,
    languages,
    links,
    lobby,
    lobby_links,
    main_menu,
    metrics,
    months,
    note_prizes,
    notes,
    notices,
    numbers,
    own_departments,
    own_trees,
    passwords,
    patterns,
    people_import,
    people_search,
    posters,
    prize_changes,
    prize_confirmations,
    prize_files,
    prizes,
    records,
    reorganisation_steps,
    reorganisations,
    reports,
    reviews,
    roles,
    scheme_books,
    scheme_drafts,
    schemes,
    sign_in,
    special_grants,
    staff_order_imports,
    staff_orders,
    submissions,
    templates,
    trees,
    unread,
)

if TYPE_CHECKING:
    from config import Config

BLUEPRINTS = (
    health.health,
    metrics.metrics,
    home.home,
    notes.notes,
    boards.boards,
    board_explanations.board_explanations,
    own_departments.own_departments,
    flows.flows,
    exports.exports,
    submissions.submissions,
    reports.reports,
    reviews.reviews,
    appeals.appeals,
    notices.notices,
    drafts.drafts,
    schemes.schemes,
    months.months,
    scheme_books.scheme_books,
    scheme_drafts.scheme_drafts,
    help_kinds.help_kinds,
    people_search.people,
    sign_in.sign_in,
    passwords.passwords,
    account.account,
    held.held,
    booklets.booklets,
    roles.roles,
    records.records,
    links.links,
    people_import.people_import,
    staff_order_imports.staff_order_imports,
    reorganisations.reorganisations,
    reorganisation_steps.reorganisation_steps,
    staff_orders.staff_orders,
    jobs.jobs,
    components.components,
    special_grants.special_grants,
    patterns.patterns,
    prizes.prizes,
    prize_changes.prize_changes,
    prize_confirmations.prize_confirmations,
    prize_files.prize_files,
    note_prizes.note_prizes,
    trees.trees,
    own_trees.own_trees,
    posters.posters,
    lobby.lobby,
    lobby_links.lobby_links,
)


def register(app: Flask, config: "Config") -> None:
    """Put every page, its guard and its errors into the application."""
    app.config.update(
        TRUSTED_HOSTS=list(config.accepted_hosts),
        MAX_CONTENT_LENGTH=32 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="collabpoints",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_https,
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still sends; the session bounds it
        WTF_CSRF_SSL_STRICT=True,
        WTF_I18N_ENABLED=False,  # no page shows a sentence of WTForms; its catalogue would be read for every form
    )
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # names leave as names
    app.jinja_environment = templates.Templates
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    identity.register(app)
    confirmations.register(app)
    assets.register(app)
    filters.register(app)
    unread.register(app)
    main_menu.register(app)
    headers.register(app, is_https=config.is_https)
    compression.register(app)
    languages.register(app)
    kept.register(app)
    bodies.register(app)
    CSRFProtect(app)
    errors.register(app)
    numbers.register(app)
    codes.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.register(app)
