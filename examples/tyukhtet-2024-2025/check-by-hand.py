#!/usr/bin/env python3
"""Независимый подсчёт ответов рабочего плана plan.plan на четыре даты.

Скрипт ничего не знает о языке: каждое мероприятие, правило и показатель записаны здесь ещё раз, вручную, на Python.
Ответы складываются в expected/ДАТА.json, с ними сравнивает себя программа. Запуск: python3 check-by-hand.py
"""

import json
import os
import sys
from datetime import date, timedelta

sys.dont_write_bytecode = True
from registers import (  # noqa: E402
    HERE, MARKS, PAIRS, PEOPLE, SCHOOLS, both, compare, has_pair, is_minor, is_novice, known, meetings_of, mentees,
    mentors, opposite, pairs, pairs_of, people, supports_of)

QUESTIONS = [date(2024, 10, 31), date(2024, 11, 1), date(2024, 11, 15), date(2025, 6, 15)]
YEAR = (date(2024, 9, 1), date(2025, 8, 31))
BEGINNING = date(2024, 1, 1)  # раньше этого дня ни одно условие года не могло начать выполняться

# ---------- Мероприятия: номер, окно, кого касается, что должно быть у каждого

SEPTEMBER = (date(2024, 9, 1), date(2024, 9, 30))
OCTOBER = (date(2024, 10, 1), date(2024, 10, 31))
SPRING = (date(2025, 4, 1), date(2025, 5, 31))
TRAINING = (date(2025, 1, 1), date(2025, 5, 31))
MAY_JUNE = (date(2025, 5, 1), date(2025, 6, 30))
NO_DUE = (YEAR[0], None)


def schools(d):
    return list(SCHOOLS)


def teacher_mentees(d):
    return people(d, "наставляемый", "педагог")


def person_fact(field):
    return lambda i, d: known(PEOPLE[i][field], d)


def pair_fact(field):
    return lambda i, d: known(PAIRS[i][field], d)


def school_fact(field):
    return lambda i, d: known(SCHOOLS[i][field], d)


class Every:
    """Условие «у каждого …»: окно, множество, что должно выполняться."""

    def __init__(self, window, subjects, holds, undated=False):
        self.window, self.subjects, self.holds, self.undated = window, subjects, holds, undated

    def count(self, members, d):
        verdicts = [self.holds(i, d) for i in members]
        return verdicts.count(True), len(verdicts), verdicts.count(None)

    def verdict(self, members, d):
        met, total, unknown = self.count(members, d)
        return False if met + unknown < total else None if unknown else True


class AtLeast(Every):
    """Условие «не менее N % …» над тем же множеством."""

    def __init__(self, window, subjects, holds, percent):
        super().__init__(window, subjects, holds)
        self.percent = percent

    def verdict(self, members, d):
        met, total, unknown = self.count(members, d)
        if not total:
            return None
        return at_least(met * 100, (met + unknown) * 100, self.percent * total)


def at_least(least, most, bound):
    return True if least >= bound else False if most < bound else None


ACTIVITIES = {
    "1.1": Every(SEPTEMBER, schools, school_fact("положение")),
    "1.2": Every(SEPTEMBER, schools, school_fact("карта")),
    "1.3": Every(SEPTEMBER, pairs, pair_fact("приказ")),
    "1.4": Every(SEPTEMBER, pairs, pair_fact("план")),
    "2.1": Every(SEPTEMBER, teacher_mentees, lambda i, d: known(PEOPLE[i]["запрос"])),
    "2.2а": SEPTEMBER,
    "2.2б": Every(SEPTEMBER, teacher_mentees, person_fact("согласие")),
    "2.2в": Every(SEPTEMBER, lambda d: people(d, kind="обучающийся"), person_fact("согласие_родителя")),
    "2.3": Every(SEPTEMBER, schools, lambda i, d: any(PEOPLE[p]["школа"] == i for p in teacher_mentees(d))),
    "2.4": Every(SEPTEMBER, lambda d: ["план"], lambda i, d: len(people(d, "наставляемый", "обучающийся")) >= 12),
    "2.5": Every(SEPTEMBER, schools, lambda i, d: known(SCHOOLS[i]["формы"]), undated=True),
    "3.1": SEPTEMBER,
    "3.2": Every(SEPTEMBER, mentors, person_fact("согласие")),
    "4.1": Every(SEPTEMBER, mentees, lambda i, d: has_pair(i, d) or supports_of(i, d) > 0),
    "4.2а": Every(TRAINING, mentors, person_fact("обучен")),
    "4.2б": Every(TRAINING, schools, lambda i, d: compare(SCHOOLS[i]["материалы"], lambda n: n >= 1), undated=True),
    "4.2в": TRAINING,
    "5.1": Every(SEPTEMBER, mentees, has_pair),
    "5.2": Every(SEPTEMBER, pairs, lambda i, d: meetings_of(i, d, "пробная") > 0),
    "5.3": Every(SEPTEMBER, pairs, lambda i, d: meetings_of(i, d, "организационная") > 0),
    "5.4": Every(OCTOBER, pairs, pair_fact("программа")),
    "5.5": Every(NO_DUE, lambda d: [i for i in mentees(d) if not has_pair(i, d)],
                 lambda i, d: supports_of(i, d, 30) > 0),
    "5.6": Every(NO_DUE, pairs, lambda i, d: meetings_of(i, d, days=30) >= 1),
    "5.7": AtLeast(SPRING, people, person_fact("анкета"), 80),
    "5.8": MAY_JUNE,
    "5.9": MAY_JUNE,
    "5.10": NO_DUE,
    "6.1": Every(SPRING, pairs, pair_fact("завершена")),
}
PARENTS = {"2.2": ["2.2а", "2.2б", "2.2в"], "4.2": ["4.2а", "4.2б", "4.2в"]}


def answer(state, done_on=None, count=None):
    met, total, unknown = count or (None, None, None)
    return {"state": state, "done_on": done_on and done_on.isoformat(), "met": met, "total": total,
            "unknown": unknown}


def run_start(rule, last):
    """Первый день непрерывного ряда дней, кончающегося днём last, в которые условие выполнялось (не по пустоте)."""
    d = last
    while d > BEGINNING:
        members = rule.subjects(d - timedelta(1))
        if not members or rule.verdict(members, d - timedelta(1)) is not True:
            return d
        d -= timedelta(1)
    raise SystemExit("условие выполнялось всегда: день не назвать")


def judge(rule, day):
    """Состояние мероприятия с условием на день."""
    start, due = rule.window
    if due is None or day <= due:
        members = rule.subjects(day)
        verdict, count = rule.verdict(members, day), rule.count(members, day)
        if due is None:
            assert verdict is False, "без срока: состояние однозначно, только пока условие не выполнено"
            return answer("in_progress", None, count)
        if verdict is True and members:
            return answer("done", None if rule.undated else run_start(rule, day), count)
        if day >= start:
            return answer("in_progress", None, count)
        return answer("in_progress" if verdict is False and count[0] else "ahead", None, count)
    members = rule.subjects(due)
    if not members:
        return answer("not_required", None, (0, 0, 0))
    on_due = rule.verdict(members, due)
    if on_due is True:
        return answer("done", None if rule.undated else run_start(rule, due), rule.count(members, due))
    later = due + timedelta(1)
    while later <= day:
        if rule.verdict(members, later) is True:
            state = "done_late" if on_due is False else "done"
            return answer(state, later if on_due is False else None, rule.count(members, later))
        later += timedelta(1)
    return answer("overdue" if on_due is False else "no_information", None, rule.count(members, day))


def mark_of(item, day):
    """Последняя отметка журнала о мероприятии не позже дня."""
    return max(((when, kind) for when, kind, what in MARKS if what == item and when <= day), default=None)


def judge_by_mark(item, window, day):
    """Состояние мероприятия без условия: его доказательство только отметка журнала."""
    start, due = window
    mark = mark_of(item, day)
    if mark and mark[1] == "выполнено":
        return answer("done_late" if due and mark[0] > due else "done", mark[0])
    if due is None:
        return answer("no_information")
    return answer("ahead" if day < start else "in_progress" if day <= due else "overdue")


def together(parts, window):
    """Состояние мероприятия из частей: просрочено, если есть просроченная; выполнено, когда выполнены все."""
    states = [part["state"] for part in parts]
    closed = [s for s in states if s in ("done", "done_late", "not_required", "cancelled")]
    count = (len(closed), len(states), 0)
    if "overdue" in states:
        return answer("overdue", None, count)
    if len(closed) == len(states):
        days = [part["done_on"] for part in parts]
        last = date.fromisoformat(max(days)) if None not in days else None
        return answer("done_late" if "done_late" in states else "done", last, count)
    if "in_progress" in states or closed:
        return answer("in_progress", None, count)
    return answer("no_information" if "no_information" in states else "ahead", None, count)


def activities(day):
    result = {}
    for item, rule in ACTIVITIES.items():
        mark = mark_of(item, day)
        if mark and mark[1] in ("отменено", "не требуется"):
            result[item] = answer("cancelled" if mark[1] == "отменено" else "not_required")
        elif isinstance(rule, tuple):
            result[item] = judge_by_mark(item, rule, day)
        else:
            result[item] = judge(rule, day)
    for parent, parts in PARENTS.items():
        result[parent] = together([result[part] for part in parts], None)
    return {item: result[item] for item in sorted(result, key=lambda i: [int(i.split(".")[0]), part_order(i)])}


def part_order(item):
    number = item.split(".")[1]
    letter = "" if number.isdigit() else number[-1]
    return (int(number.rstrip("абв")), letter)


# ---------- Правила: имя, кого смотреть, когда запись попадает в множество, с какого дня


def different_subjects(i, d):
    pair = PAIRS[i]
    subjects = [PEOPLE[pair[side]]["предмет"] if pair[side] else None for side in ("наставник", "наставляемый")]
    differ = None if None in subjects else subjects[0] != subjects[1]
    return both(pair["форма"] == "педагог-педагог", differ)


def mentees_of(mentor, d):
    present = set(mentees(d))
    return {PAIRS[i]["наставляемый"] for i in pairs_of(mentor, "наставник", d)} & present


FLAGS = {
    "без_пары": (mentees, lambda i, d: not has_pair(i, d), date(2024, 11, 1)),
    "молодой_без_пары": (mentees, lambda i, d: both(is_novice(i), not has_pair(i, d)), None),
    "поиск_затих": (mentees, lambda i, d: not has_pair(i, d) and not supports_of(i, d, 30), None),
    "согласие_родителей": (lambda d: people(d, kind="обучающийся"),
                           lambda i, d: both(is_minor(i, d), opposite(known(PEOPLE[i]["согласие_родителя"], d))),
                           None),
    "без_согласия": (lambda d: people(d, kind="педагог"),
                     lambda i, d: opposite(known(PEOPLE[i]["согласие"], d)), None),
    "перегрузка": (mentors, lambda i, d: len(pairs_of(i, "наставник", d)) > 3, None),
    "больше_двух": (mentors, lambda i, d: len(mentees_of(i, d)) > 2, None),
    "малый_стаж_наставника": (mentors, lambda i, d: both(PEOPLE[i]["вид"] == "педагог",
                                                          compare(PEOPLE[i]["стаж"], lambda n: n < 5)), None),
    "свободные_наставники": (mentors, lambda i, d: not pairs_of(i, "наставник", d), date(2024, 11, 1)),
    "редкие_встречи": (pairs, lambda i, d: both(not meetings_of(i, d, days=30),
                                                opposite(known(PAIRS[i]["завершена"], d))), None),
    "поздняя_пробная": (pairs, lambda i, d: not meetings_of(i, d, "пробная", within=14), None),
    "без_приказа": (pairs, lambda i, d: opposite(known(PAIRS[i]["приказ"], d)), None),
    "разные_предметы": (pairs, different_subjects, None),
    "низкая_оценка": (people, lambda i, d: both(known(PEOPLE[i]["анкета"], d),
                                                compare(PEOPLE[i]["оценка"], lambda n: n < 5)), None),
    "согласия_наставников": (mentors, lambda i, d: opposite(known(PEOPLE[i]["согласие"], d)), None),
    "планы_пар": (pairs, lambda i, d: opposite(known(PAIRS[i]["план"], d)), None),
}
REQUIREMENTS = {  # к 1 ноября: судят по фактам 31 октября
    "оплата_к_ноябрю": (schools, school_fact("положение"), date(2024, 10, 31)),
    "программы_в_срок": (pairs, pair_fact("программа"), date(2024, 11, 15)),
}


def listed(found, unknown, pending):
    return {"found": sorted(found), "unknown": [] if pending else sorted(unknown), "pending": pending}


def rules(day):
    result = {}
    for name, (subjects, falls, first) in FLAGS.items():
        verdicts = {i: falls(i, day) for i in subjects(day)}
        result[name] = listed([i for i, v in verdicts.items() if v is True],
                              [i for i, v in verdicts.items() if v is None], first is not None and day < first)
    for name, (subjects, holds, due) in REQUIREMENTS.items():
        members = subjects(min(day, due))
        on_due = {i: holds(i, min(day, due)) for i in members}
        found = [i for i in members if on_due[i] is False and holds(i, day) is not True]
        unknown = [i for i in members if on_due[i] is None and holds(i, day) is not True]
        result[name] = listed(found, unknown, day <= due)
    return result


# ---------- Показатели


def share(members, holds):
    """members: пары (запись, входит ли в знаменатель); holds: входит ли в числитель."""
    met = failed = unknown = 0
    for i, belongs in members:
        verdict = holds(i) if belongs is True else None
        if belongs is False:
            continue
        met, failed, unknown = met + (verdict is True), failed + (verdict is False), unknown + (verdict is None)
    return {"met": met, "failed": failed, "unknown": unknown}


def all_of(members):
    return [(i, True) for i in members]


def novices_covered(d, school=None):
    members = [(i, is_novice(i)) for i in mentees(d) if school is None or PEOPLE[i]["школа"] == school]
    return share(members, lambda i: has_pair(i, d))


INDICATORS = {  # значение, цель в процентах, день суда и первый день, когда он прошёл
    "Охват молодых специалистов": (novices_covered, 70, date(2024, 11, 30)),
    "Охват наставляемых": (lambda d: share(all_of(mentees(d)), lambda i: has_pair(i, d)), 95, date(2024, 11, 30)),
    "Пары с программой": (lambda d: share(all_of(pairs(d)), lambda i: known(PAIRS[i]["программа"], d)), 95,
                          date(2024, 12, 30)),
    "Обученные наставники": (lambda d: share(all_of(mentors(d)), lambda i: known(PEOPLE[i]["обучен"], d)), 80,
                             date(2025, 5, 31)),
    "Довольны участием": (lambda d: share([(i, known(PEOPLE[i]["анкета"], d)) for i in people(d)],
                                          lambda i: compare(PEOPLE[i]["оценка"], lambda n: n >= 7)), 85,
                          date(2025, 6, 14)),
}


def indicators(day):
    result = {}
    for title, (value, target, judged_on) in INDICATORS.items():
        entry = value(day)
        entry["target"] = "ahead"
        if day > judged_on:
            then = value(judged_on)
            whole = sum(then.values())
            verdict = None
            if whole:
                verdict = at_least(then["met"] * 100, (then["met"] + then["unknown"]) * 100, target * whole)
            entry["judged"] = {"on": judged_on.isoformat(), **then}
            entry["target"] = {True: "met", False: "missed", None: "cannot_tell"}[verdict]
        result[title] = entry
    result["Охват молодых специалистов"]["groups"] = {school: novices_covered(day, school) for school in SCHOOLS}
    result["Действующие пары"] = {"count": len(pairs(day)), "target": "ahead"}
    if day > date(2024, 11, 30):
        then = len(pairs(date(2024, 11, 30)))
        result["Действующие пары"].update(judged={"on": "2024-11-30", "count": then},
                                          target="met" if then >= 70 else "missed")
    return result


def contradictions(day):
    """Отметки «выполнено» о мероприятиях с условием, которое в день отметки не выполнялось."""
    result = []
    for when, kind, item in MARKS:
        rule = ACTIVITIES[item]
        if kind == "выполнено" and when <= day and isinstance(rule, Every):
            if rule.verdict(rule.subjects(min(when, rule.window[1])), when) is not True:
                result.append(item)
    return result


def main():
    os.makedirs(os.path.join(HERE, "expected"), exist_ok=True)
    for day in QUESTIONS:
        whole = {"as_of": day.isoformat(), "activities": activities(day), "rules": rules(day),
                 "indicators": indicators(day), "contradictions": contradictions(day)}
        with open(os.path.join(HERE, "expected", f"{day}.json"), "w", encoding="utf-8") as file:
            json.dump(whole, file, ensure_ascii=False, indent=2)
            file.write("\n")


if __name__ == "__main__":
    main()
