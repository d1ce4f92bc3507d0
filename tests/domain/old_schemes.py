"""The two presets as they were stored before schemes had all their fields: such texts must be read for ever."""

OLD_CHUNGNAM = """\
# 충청남도, July 2015: the first local government with collaboration points.
# Source: shinailbo 2015-09-02 and the ministry's webzine 2015-09-25 (docs/schemes.md).
code = "chungnam-2015"
name_ko = "충청남도 2015"
name_en = "Chungnam Province 2015"
used_for_ko = "매달 협업포인트 우수자와 우수 부서를 뽑아 직원 만남의 날에 시상하는 데 씁니다."
used_for_en = "Each month the best person and the best departments are honoured at the staff meeting."
assumptions = [
  "points: 10 a note is our reading; the articles name 30 notes a month only",
  "same_department: nothing is reported against it",
  "text, take_back, statuses and weights: not reported",
]

[allowance]
unit = "notes"
amount = 30

[points]
allowed = [10]

[recipients]
same_department = true
statuses = ["active", "seconded", "training"]

[senders]
statuses = ["active", "seconded", "training"]

[text]
minimum = 10
maximum = 500

[take_back]
minutes = 30

[visibility]
public_at_first = true

[score]
received_basis_points = 10000
sent_basis_points = 0
"""

OLD_DIRECTIVE = """\
# 행정자치부, January 2016: the national directive.
# Source: hankyung, taxtimes and etnews 2016-06-23/24 (docs/schemes.md).
code = "directive-2016"
name_ko = "국가 지침 2016"
name_en = "National directive 2016"
used_for_ko = "연말에 협업포인트 우수자와 우수 부서를 뽑아 시상하는 데 씁니다."
used_for_en = "At the end of the year the best persons and departments are honoured."
assumptions = [
  "text, take_back and statuses: not reported",
  "other agencies: not yet effective until several agencies live in one installation",
]

[allowance]
unit = "points"
amount = 200

[points]
allowed = [10]

[recipients]
same_department = false
notes_to_one_person = 2
statuses = ["active", "seconded", "training"]

[senders]
statuses = ["active", "seconded", "training"]

[text]
minimum = 10
maximum = 500

[take_back]
minutes = 30

[visibility]
public_at_first = true

[score]
received_basis_points = 10000
sent_basis_points = 0
"""
