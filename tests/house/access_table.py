"""Who gets what from every endpoint: written by hand, so that a mark that changes has to be changed here too.

A new endpoint wants one line in `DOORS`: method, endpoint, and the status that each of these gets, in this order:
anonymous, employee, department head, reviewer, officer, privacy officer, administrator. A POST is sent with a valid
token and nothing else typed. What an address names (`{note_id}` and so on) is somebody else's: a private note between
two other people, a link for another person. What its owners get stands in `OBJECTS`.
Whoever stands further left asks first: a file that the officer dropped is gone for the administrator (404).
302 leads to signing in, 403 signs in and carries what was typed, 404 is both absent and forbidden.
"""

DOORS = """
                                    nobody employee head reviewer officer privacy admin
GET  static                         404 404 404 404 404 404 404

GET  health.live                    200 200 200 200 200 200 200
GET  health.ready                   200 200 200 200 200 200 200
GET  health.jobs                    503 503 503 503 503 503 503
GET  metrics.page                   200 200 200 200 200 200 200

GET  sign_in.form                   200 302 302 302 302 302 302
POST sign_in.check                  422 422 422 422 422 422 422
POST sign_in.leave                  303 303 303 303 303 303 303
POST languages.choose               302 302 302 302 302 302 302
GET  passwords.first                200 200 200 200 200 200 200
POST passwords.set_first            422 422 422 422 422 422 422

GET  account.page                   302 200 200 200 200 200 200
POST account.set_password           302 422 422 422 422 422 422
POST account.set_mail               302 303 303 303 303 303 303
POST account.set_ranking            302 303 303 303 303 303 303

GET  home.page                      302 200 200 200 200 200 200
GET  people.search                  302 200 200 200 200 200 200
GET  schemes.page                   302 200 200 200 200 200 200
GET  boards.page                    302 200 200 200 200 200 200
GET  boards.departments             302 200 200 200 200 200 200
GET  boards.persons                 302 200 200 200 200 200 200
GET  board_explanations.department  302 404 404 404 404 404 404
GET  board_explanations.mine        302 404 404 404 404 404 404
GET  own_departments.page           302 404 200 404 404 404 404
GET  flows.page                     302 404 200 404 200 404 404
GET  flows.agency                   302 404 200 404 200 404 404
GET  flows.bureau                   302 404 404 404 404 404 404
POST flows.take                     403 404 422 404 422 404 404
POST flows.take_bureau              403 404 404 404 404 404 404
GET  exports.page                   302 200 200 200 200 200 200
POST exports.ask                    403 200 200 200 200 200 200
GET  exports.one                    302 404 404 404 404 404 404
POST exports.take                   302 404 404 404 404 404 404
GET  submissions.page               302 404 404 404 200 404 404
GET  submissions.new                302 404 404 404 200 404 404
POST submissions.make               403 404 404 404 200 404 404
GET  submissions.one                302 404 404 404 200 404 404
POST submissions.take               403 404 404 404 422 404 404
GET  submissions.compare            302 404 404 404 404 404 404
GET  patterns.page                  302 404 404 404 200 404 404
GET  patterns.one                   302 404 404 404 200 404 404
POST patterns.decide                403 404 404 404 404 404 404
GET  months.page                    302 404 404 404 200 404 200
GET  months.one                     302 404 404 404 200 404 200
GET  months.confirm_form            302 404 404 404 303 404 404
POST months.confirm                 302 404 404 404 422 404 404
GET  scheme_books.page              302 404 404 404 200 404 200
GET  scheme_books.one               302 404 404 404 200 404 200
GET  scheme_books.file              302 404 404 404 200 404 200
POST scheme_drafts.begin            302 404 404 404 422 404 422
POST scheme_drafts.upload           302 404 404 404 422 404 422
GET  scheme_drafts.page             302 404 404 404 200 404 200
POST scheme_drafts.save             403 404 404 404 422 404 422
GET  scheme_drafts.comparison       302 404 404 404 200 404 200
POST scheme_drafts.start            302 404 404 404 422 404 422
POST scheme_drafts.at_once          302 404 404 404 422 404 422
POST scheme_drafts.drop             302 404 404 404 422 404 422
POST drafts.drop                    302 303 303 303 303 303 303
POST drafts.keep                    302 422 422 422 422 422 422

GET  notes.new                      302 200 200 200 200 200 200
POST notes.send                     403 200 200 200 200 200 200
POST notes.hint                     302 200 200 200 200 200 200
GET  notes.received                 302 200 200 200 200 200 200
GET  notes.sent                     302 200 200 200 200 200 200
GET  notes.feed                     302 200 200 200 200 200 200
GET  notes.done                     302 404 404 404 404 404 404
GET  notes.page                     302 404 404 404 404 404 404
POST notes.reply                    403 404 404 404 404 404 404
POST notes.take_back                302 404 404 404 404 404 404
GET  notes.give_back_form           302 404 404 404 404 404 404
POST notes.give_back                302 404 404 404 404 404 404
POST notes.make_private             302 404 404 404 404 404 404
GET  reports.form                   302 404 404 404 404 404 404
POST reports.send                   403 404 404 404 404 404 404
GET  appeals.form                   302 404 404 404 404 404 404
POST appeals.send                   403 404 404 404 404 404 404
POST appeals.take_back              302 404 404 404 404 404 404

GET  reviews.page                   302 404 404 200 404 404 404
GET  reviews.note                   302 404 404 404 404 404 404
POST reviews.decide                 403 404 404 404 404 404 404
POST reviews.open_private           403 404 404 404 404 404 404

GET  appeals.page                   302 404 404 200 200 404 404
GET  appeals.one                    302 404 404 200 200 404 404
POST appeals.decide                 403 404 404 404 404 404 404
POST appeals.open_private           403 404 404 422 422 404 404

GET  notices.page                   302 200 200 200 200 200 200
GET  notices.open_one               302 404 404 404 404 404 404
POST notices.read                   302 303 303 303 303 303 303

GET  help_kinds.page                302 404 404 404 200 404 200
POST help_kinds.add                 302 404 404 404 422 404 422
POST help_kinds.change              302 404 404 404 422 404 422

GET  roles.page                     302 404 404 404 404 404 200
POST roles.grant                    302 404 404 404 404 404 422
GET  roles.revoke_form              302 404 404 404 404 404 200
POST roles.revoke                   302 404 404 404 404 404 422
POST roles.confirm                  302 404 404 404 404 404 303

GET  records.page                   302 404 404 404 404 200 404
POST records.sign                   403 404 404 404 404 422 404
GET  records.looks                  302 404 404 404 404 200 404
GET  records.changed                302 404 404 404 404 200 404

GET  links.page                     302 404 404 404 404 404 200
POST links.make                     302 404 404 404 404 404 200
POST links.make_one                 302 404 404 404 404 404 422

GET  jobs.page                      302 404 404 404 404 404 200
GET  jobs.one                       302 404 404 404 404 404 200
POST jobs.run                       302 404 404 404 404 404 303

GET  components.page                302 404 404 404 404 404 200

GET  staff_orders.page              302 404 404 404 200 404 200
GET  staff_orders.person            302 404 404 404 200 404 200
GET  staff_orders.order             302 404 404 404 200 404 200
POST staff_orders.place             403 404 404 404 200 404 200
POST staff_orders.drop              302 404 404 404 303 404 303
POST staff_orders.again             302 404 404 404 404 404 404
GET  people_import.page             302 404 404 404 200 404 200
POST people_import.upload           302 404 404 404 422 404 422
GET  people_import.preview          302 404 404 404 200 404 200
POST people_import.apply            302 404 404 404 422 404 422
GET  staff_order_imports.preview    302 404 404 404 404 404 404
POST staff_order_imports.apply      302 404 404 404 404 404 404
POST people_import.drop             302 404 404 404 303 404 404

GET  reorganisations.page           302 404 404 404 200 404 200
POST reorganisations.begin          302 404 404 404 422 404 422
GET  reorganisations.one            302 404 404 404 200 404 200
POST reorganisations.change         302 404 404 404 422 404 422
POST reorganisation_steps.add       302 404 404 404 422 404 422
GET  reorganisation_steps.people    302 404 404 404 200 404 200
POST reorganisation_steps.move      302 404 404 404 422 404 422
POST reorganisation_steps.remove    302 404 404 404 303 404 404
POST reorganisations.plan           302 404 404 404 422 404 422
POST reorganisations.redraft        302 404 404 404 404 404 404
POST reorganisations.drop           302 404 404 404 303 404 422

GET  special_grants.new             302 404 200 404 404 404 404
POST special_grants.send            403 404 200 404 404 404 404
GET  special_grants.proposed        302 404 200 404 404 404 404
GET  special_grants.departments     302 404 200 404 404 404 404
GET  special_grants.queue           302 404 200 200 200 404 404
GET  special_grants.decided         302 404 200 200 200 404 404
GET  special_grants.mine            302 200 200 200 200 200 200
GET  special_grants.page            302 404 404 404 200 404 404
POST special_grants.withdraw        302 404 404 404 404 404 404
POST special_grants.decide          403 404 404 404 200 404 404
POST special_grants.reclaim         403 404 404 404 200 404 404
GET  special_grants.evidence        302 404 404 404 200 404 404

GET  prizes.page                    302 404 404 404 200 404 404
POST prizes.open_one                302 404 404 404 422 404 404
GET  prizes.one                     302 404 404 404 200 404 404
POST prizes.drop                    403 404 404 404 200 404 404
GET  prizes.winners                 302 200 200 200 200 200 200
GET  prizes.asked                   302 404 404 404 404 404 404
POST prizes.answer                  302 404 404 404 404 404 404
GET  prize_changes.add_form         302 404 404 404 200 404 404
POST prize_changes.add              403 404 404 404 200 404 404
GET  prize_changes.winner           302 404 404 404 200 404 404
POST prize_changes.change           403 404 404 404 200 404 404
GET  prize_confirmations.form       302 404 404 404 200 404 404
POST prize_confirmations.confirm    403 404 404 404 200 404 404
POST prize_files.take               403 404 404 404 422 404 404
GET  note_prizes.page               302 404 404 200 200 404 404
GET  note_prizes.choose_form        302 404 404 404 404 404 404
POST note_prizes.choose             403 404 404 404 404 404 404
POST note_prizes.confirm            302 404 404 404 422 404 404
POST note_prizes.drop               302 404 404 422 422 404 404
GET  note_prizes.asked              302 404 404 404 404 404 404
POST note_prizes.answer             302 404 404 404 404 404 404

GET  trees.page                     302 200 200 200 200 200 200
GET  trees.agency                   302 200 200 200 200 200 200
GET  trees.root                     302 200 200 200 200 200 200
GET  trees.agency_picture           302 404 404 404 404 404 404
GET  trees.root_picture             302 404 404 404 404 404 404
GET  trees.agency_table             302 404 404 404 404 404 404
GET  trees.root_table               302 404 404 404 404 404 404
GET  trees.seasons                  200 200 200 200 200 200 200
GET  own_trees.page                 302 200 200 200 200 200 200
GET  own_trees.picture              302 404 404 404 404 404 404
GET  booklets.page                  302 200 200 200 200 200 200
GET  held.page                      302 200 200 200 200 200 200
GET  held.chapter                   302 200 200 200 200 200 200
POST held.take                      302 200 200 200 200 200 200

GET  posters.page                   302 404 404 404 404 404 404
GET  posters.seasons                200 200 200 200 200 200 200
GET  lobby.page                     200 200 200 200 200 200 200
GET  lobby_links.page               302 404 404 404 200 404 200
POST lobby_links.make               302 404 404 404 422 404 422
GET  lobby_links.revoke_form        302 404 404 404 200 404 200
POST lobby_links.revoke             302 404 404 404 303 404 303
"""

OBJECTS = """
                                             sender recipient colleague
private GET  notes.done                      200 404 404
private GET  notes.page                      200 200 404
private POST notes.reply                     404 303 404
private POST notes.take_back                 303 404 404
private GET  notes.give_back_form            404 200 404
private POST notes.give_back                 404 303 404
private POST notes.make_private              404 303 404
private GET  reports.form                    200 200 404
private POST reports.send                    422 422 404
private GET  appeals.form                    200 200 404
private POST appeals.send                    422 422 404
private POST appeals.take_back               404 404 404
private GET  reviews.note                    404 404 404
private POST reviews.decide                  404 404 404
private POST reviews.open_private            404 404 404
private GET  note_prizes.choose_form         404 404 404
private POST note_prizes.choose              404 404 404
private GET  note_prizes.asked               200 200 404
private POST note_prizes.answer              422 422 404

public  GET  notes.done                      200 404 404
public  GET  notes.page                      200 200 200
public  POST notes.reply                     404 303 404
public  POST notes.take_back                 303 404 404
public  GET  notes.give_back_form            404 200 404
public  POST notes.give_back                 404 303 404
public  POST notes.make_private              404 303 404
public  GET  reports.form                    200 200 200
public  POST reports.send                    422 422 422
public  GET  appeals.form                    200 200 404
public  POST appeals.send                    422 422 404
public  POST appeals.take_back               404 404 404
public  GET  reviews.note                    404 404 404
public  POST reviews.decide                  404 404 404
public  POST reviews.open_private            404 404 404
public  GET  note_prizes.choose_form         404 404 404
public  POST note_prizes.choose              404 404 404
public  GET  note_prizes.asked               200 200 404
public  POST note_prizes.answer              422 422 404
"""
