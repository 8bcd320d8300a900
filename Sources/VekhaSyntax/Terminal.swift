/// Every terminal of the grammar that is a word or a phrase. Its phrasings in each language are in the vocabularies;
/// no keyword of a language stands in a Swift source.
package enum Terminal: String, CaseIterable, Sendable {
  // statements
  case plan, module, use, role, data, journal, define, stage, activity, flag, require, indicator, table, match, remind,
    test, show, parameter, tally, fact
  // properties
  case territory, approved, control, calendar, language, due, starts, responsible, helpers, `for`, counts,
    doneWhen = "done_when", documents, needs, optional, reminder, severity, message, because, unless, grace, advice,
    name, active, keep, request, norm, target, by, key, label, context, counted, forms, escalate,
    pausedWhen = "paused_when", adds, changes
  // properties of a calendar, days of the week
  case restDays = "rest_days", holidays, daysOff = "days_off", workedDays = "worked_days",
    shortenedDays = "shortened_days", termsMove = "terms_move"
  case weekday1, weekday2, weekday3, weekday4, weekday5, weekday6, weekday7
  // expressions
  case from, to, with, without, having, notHaving = "not_having", inclusive, `where`,
    when, and, or, not, every, some, no, owner, has,
    hasNo = "has_no", `is`,
    isNot = "is_not", isMissing = "is_missing", isKnown = "is_known", equals, notEquals = "not_equals", less,
    atMost = "at_most", more, atLeast = "at_least", `in`, between, after, before, until, notLater = "not_later",
    notEarlier = "not_earlier", atStart = "at_start", during, last, within, ofAfter = "of_after", `as`, including,
    except, field, count, share, among, sum, mean, median, least, greatest, `if`, then, `else`, today,
    fullYearsSince = "full_years_since", fullMonthsSince = "full_months_since", daysSince = "days_since",
    startsWith = "starts_with", contains, matches, those, inTotal = "in_total", yes, noValue = "no_value", file,
    sheet, tableOfFile = "table_of_file", queryOfFile = "query_of_file", nameOfFile = "name_of_file",
    cellOfFile = "cell_of_file", encodingOfFile = "encoding_of_file", onePerKey = "one_per_key",
    inForceFrom = "in_force_from", dated, byColumn = "by_column",
    forYear = "for_year", basedOn = "based_on", wholeYear = "whole_year", onRequest = "on_request", bySchedule =
    "by_schedule", row, toBeSet = "to_be_set",
    notStartsWith = "not_starts_with", notContains = "not_contains", notMatches = "not_matches",
    knownOnly = "known_only", fromJournal = "from_journal", orMore = "or_more", orLess = "or_less", over, distinct,
    ended, future, paused,
    pickFirst = "pick_first", pickLast = "pick_last",
    reply, asOf = "as_of", of
  // periods
  case month1, month2, month3, month4, month5, month6, month7, month8, month9, month10, month11, month12,
    edgeStart = "edge_start", edgeEnd = "edge_end", schoolYear = "school_year", day, workingDay = "working_day",
    week, month, year, minute, hour, percent
  // deadlines, cadences, reminders
  case through, ahead, eve, upTo = "up_to", doneOf = "done_of", isDone = "is_done", stageRef = "stage_ref",
    activityRef = "activity_ref", once, twice, thrice, times, per, notRarer = "not_rarer", daily, weekly, monthly,
    quarterly, yearly, dayNumber = "day_number", holidayDays = "holiday_days", offDays = "off_days",
    onDue = "on_due", dueDay = "due_day", toResponsible = "to_responsible", thereafter, `while`, long
  // parts of a month, quarters of a calendar year
  case monthMiddle = "month_middle", monthHalf1 = "month_half1", monthHalf2 = "month_half2",
    monthDecade1 = "month_decade1", monthDecade2 = "month_decade2", monthDecade3 = "month_decade3"
  case quarter1, quarter2, quarter3, quarter4, quarter
  // ordinals, school calendars, periods by today
  case ordinal1, ordinal2, ordinal3, ordinal4, ordinal5, ordinal6, ordinal7, ordinal8, ordinal9, ordinal10, ordinal11,
    ordinal12, ordinal13, ordinal14, ordinal15, ordinal16, ordinal17, ordinal18, ordinal19, ordinal20, ordinal21,
    ordinal22, ordinal23, ordinal24, ordinal25, ordinal26, ordinal27, ordinal28, ordinal29, ordinal30, ordinal31
  case ordinalLast = "ordinal_last", ordinalPenultimate = "ordinal_penultimate", ordinalSuffix = "ordinal_suffix",
    thisOne = "this_one", previousOne = "previous_one", nextOne = "next_one", yearsPlural = "years_plural",
    weekBeginning = "week_beginning", inPeriod = "in_period", inWeekday = "in_weekday",
    fullYearsBetween = "full_years_between", fullMonthsBetween = "full_months_between",
    fullWeeksBetween = "full_weeks_between", daysBetween = "days_between", yearChanges = "year_changes",
    monthChanges = "month_changes", weekChanges = "week_changes", fullWeeksSince = "full_weeks_since"
  // kinds of days of the calendar
  case workingDaysBetween = "working_days_between", offDaysBetween = "off_days_between",
    shortenedDaysBetween = "shortened_days_between", onWorkingDay = "on_working_day", onDayOff = "on_day_off",
    onShortenedDay = "on_shortened_day", shortDays = "short_days"
  case schoolCalendar = "school_calendar", recommended, schoolQuarter = "school_quarter", trimester,
    schoolModule = "school_module", schoolHalf = "school_half", schoolHalf1 = "school_half1",
    schoolHalf2 = "school_half2", autumnHolidays = "autumn_holidays", winterHolidays = "winter_holidays",
    springHolidays = "spring_holidays", summerHolidays = "summer_holidays", extraHolidays = "extra_holidays",
    onHolidays = "on_holidays", onWeekdays = "on_weekdays", leapBirthday = "leap_birthday"
  // numbers
  case number1, number2, number3, number4, number5, number6, number7, number8, number9, number10, number11,
    number12, number13, number14, number15, number16, number17, number18, number19, number20
  // values
  case forceLaw = "force_law", forceAdvice = "force_advice", forceLocal = "force_local", forceOurs = "force_ours"
  case another
  case urgent, important, info, inForce = "in_force", typeText = "type_text", typeNumber = "type_number", typeDate =
    "type_date",
    typeFactDate = "type_fact_date", typeFlag = "type_flag", typeCategory = "type_category", typeDays = "type_days",
    typeMonths = "type_months",
    typeYears = "type_years", typeMinutes = "type_minutes"
  // marks
  case markDone = "mark_done", markAccepted = "mark_accepted", markCancelled = "mark_cancelled", markNotRequired =
    "mark_not_required", markRevoked = "mark_revoked", markTorn = "mark_torn"
  // tests
  case given, noFindings = "no_findings", flagged, notFlagged = "not_flagged", cannotTell = "cannot_tell", byRule =
    "by_rule", partOf = "part_of"
  case stateAhead = "state_ahead", stateInProgress = "state_in_progress", stateDone = "state_done", stateDoneLate =
    "state_done_late", stateOverdue = "state_overdue", stateNotFulfilled = "state_not_fulfilled", stateCancelled =
    "state_cancelled", stateNotRequired = "state_not_required", stateNoInformation = "state_no_information"
  case subjectNotStarted = "subject_not_started", subjectPending = "subject_pending", subjectMet = "subject_met",
    subjectMetLate = "subject_met_late", subjectBroken = "subject_broken", subjectReleased = "subject_released",
    subjectPaused = "subject_paused", subjectCannotTell = "subject_cannot_tell"
  // grids
  case fields, sortedBy = "sorted_by", firstRows = "first_rows", onDay = "on_day", personal, descending,
    withoutNames = "without_names", compareWith = "compare_with"
  // articles
  case article
}
