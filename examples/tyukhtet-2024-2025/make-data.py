#!/usr/bin/env python3
"""Делает учебные данные примера: школы, участники, пары, встречи, поддержка.

Все люди и организации придуманы. Случайность своя (одно и то же число на любой версии Python), поэтому
повторный запуск даёт те же байты. Запускать в этой папке: python3 make-data.py
"""

import csv
import io
import os
import sys
from datetime import date, timedelta

sys.dont_write_bytecode = True
from invented_words import (  # noqa: E402
    BOYS, FATHERS, GIRLS, NURSERY_REQUESTS, POSTS, REQUESTS, SCHOOLS, STUDENT_REQUESTS, STUDENT_SCHOOLS, SUBJECTS,
    SURNAMES, TOPICS)

HERE = os.path.dirname(os.path.abspath(__file__))


class Dice:
    """Линейный генератор: одинаков везде, в отличие от модуля random между версиями."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def one_of(self, values):
        return values[self.below(len(values))]


dice = Dice(20240903)


def day(month, number):
    """Дата учебного года: с сентября по декабрь 2024, дальше 2025."""
    return date(2024 if month >= 9 else 2025, month, number)


BREAKS = [(day(10, 28), day(11, 4)), (date(2024, 12, 28), day(1, 12)), (day(3, 22), day(3, 31)),
          (day(5, 1), day(5, 4)), (day(5, 8), day(5, 11))]
QUIET = {day(10, 2)}  # чтобы «последние 30 дней» на 31.10 и 01.11 видели одни и те же встречи


def workday(d):
    """Ближайший учебный день не раньше данного."""
    while d.weekday() >= 5 or d in QUIET or any(a <= d <= b for a, b in BREAKS):
        d += timedelta(1)
    return d


def meeting_day(d):
    """День встречи: если выпал выходной или каникулы, то в один из первых учебных дней после них."""
    first = workday(d)
    return d if first == d else workday(first + timedelta(dice.below(4)))


used_names = set()


def person_name(woman):
    while True:
        surname = dice.one_of(SURNAMES) + ("а" if woman else "")
        name = f"{surname} {dice.one_of(GIRLS if woman else BOYS)} {dice.one_of(FATHERS)[1 if woman else 0]}"
        if name not in used_names:
            used_names.add(name)
            return name


def subject_for(school):
    kind = SCHOOLS[school][1]
    if kind == "сад":
        return "дошкольное образование"
    if kind == "дом":
        return "дополнительное образование"
    return dice.one_of(SUBJECTS)


def birth(year_from, year_to):
    return date(dice.between(year_from, year_to), dice.between(1, 12), dice.between(2, 28))


def make_person(ident, role, kind, school, entered):
    teacher = kind == "педагог"
    subject = subject_for(school) if teacher else None
    if role == "наставник":
        born, experience = birth(1964, 1985), dice.between(8, 34)
        category = dice.one_of(["высшая", "высшая", "первая"])
    else:
        experience = dice.one_of([0, 0, 1, 1, 2, 2, 3, 4, 6])
        born, category = birth(1994, 2001) if experience < 3 else birth(1980, 1993), dice.one_of([None, "соответствие"])
    if not teacher:  # старше всех ученики 11 класса, в основных школах классов девять
        grade = 9 if "ООШ" in SCHOOLS[school][0] else dice.between(9, 11)
        born, experience, category = birth(2018 - grade, 2018 - grade), None, None
        if grade == 11 and born < date(2007, 7, 1):
            born = born.replace(month=born.month + 6)
    requests = STUDENT_REQUESTS if not teacher else NURSERY_REQUESTS if SCHOOLS[school][1] == "сад" else REQUESTS
    return {
        "ид": ident, "фио": person_name(dice.below(10) < (8 if teacher else 5)), "роль": role, "вид": kind,
        "школа": SCHOOLS[school][0], "номер_школы": school, "предмет": subject,
        "должность": POSTS[subject] if teacher else f"{grade} класс", "дата_рождения": born,
        "стаж": experience, "категория": category,
        "запрос": dice.one_of(requests) if role == "наставляемый" else None, "дата_внесения": entered,
        "дата_выбытия": None, "согласие": None, "согласие_родителя": None, "обучен": None, "анкета": None,
        "оценка": None,
    }


def make_people():
    people = {}
    # Наставники: банк собран в сентябре, согласия к 30 сентября.
    for index in range(1, 51):
        school = (index - 1) % 12
        student = index >= 49
        entered = workday(day(9, dice.between(3, 9)))
        one = make_person(f"н{index:03}", "наставник", "обучающийся" if student else "педагог",
                          index - 49 if student else school, entered)
        one["согласие"] = min(workday(entered + timedelta(dice.between(0, 7))), day(9, 27))
        people[one["ид"]] = one
    # Наставляемые сентября: 60 педагогов и 16 обучающихся.
    for index in range(1, 77):
        student = index > 60
        school = STUDENT_SCHOOLS[index % 8] if student else (index - 1) % 12
        start = day(9, SCHOOLS[school][2])
        entered = workday(start if dice.below(5) else start + timedelta(dice.between(1, 7)))
        one = make_person(f"м{index:03}", "наставляемый", "обучающийся" if student else "педагог", school, entered)
        if student:
            one["согласие_родителя"] = min(workday(entered + timedelta(dice.between(0, 8))), day(9, 30))
        else:
            one["согласие"] = min(workday(entered + timedelta(dice.between(0, 9))), day(9, 30))
        people[one["ид"]] = one
    # Пришли в течение года.
    late = [("м077", True, 2, day(10, 14)), ("м078", True, 4, day(1, 13)), ("м079", True, 6, day(1, 20)),
            ("м080", True, 0, day(2, 10)), ("м081", False, 3, day(10, 7)), ("м082", False, 0, day(10, 14)),
            ("м083", False, 6, day(10, 21)), ("м084", False, 8, day(11, 6)), ("м085", False, 1, day(11, 11)),
            ("м086", False, 9, day(12, 9)), ("м087", False, 2, day(1, 13)), ("м088", False, 4, day(1, 15)),
            ("м089", False, 10, day(2, 17)), ("м090", False, 5, day(3, 10))]
    for ident, student, school, entered in late:
        one = make_person(ident, "наставляемый", "обучающийся" if student else "педагог", school, entered)
        one["согласие_родителя" if student else "согласие"] = workday(entered + timedelta(dice.between(1, 4)))
        people[ident] = one
    story_of_people(people)
    return people


def story_of_people(people):
    """То, что бывает: опоздания, пропуски, уходы, двойники."""
    for ident in ("м005", "м023", "м041"):
        people[ident]["дата_внесения"] = None
    for ident in ("м010", "м044"):
        people[ident]["запрос"] = None
    people["м015"]["согласие"] = day(10, 8)
    people["м036"]["согласие"] = day(10, 14)
    people["м084"]["согласие"] = day(12, 2)
    people["н021"]["согласие"] = day(9, 30)
    people["м066"]["согласие_родителя"] = day(12, 5)
    people["м070"]["согласие_родителя"] = day(2, 3)
    people["м070"]["дата_рождения"] = None
    people["м080"]["дата_рождения"] = date(2007, 1, 15)
    people["м080"]["согласие_родителя"] = None
    people["м080"]["согласие"] = day(2, 10)
    people["м079"]["согласие_родителя"] = None
    people["м081"]["стаж"] = None
    people["м029"]["стаж"] = None
    people["м052"]["школа"] = None
    people["м052"]["стаж"] = 4
    people["м020"]["предмет"] = None
    people["н031"]["стаж"] = 4
    people["н045"].update({"дата_внесения": day(11, 6), "согласие": day(11, 19)})
    people["н049"]["согласие_родителя"] = day(9, 24)
    people["н050"]["согласие_родителя"] = day(9, 26)
    people["н014"]["дата_выбытия"] = day(11, 8)
    people["м086"]["дата_выбытия"] = day(3, 14)
    people["м088"]["дата_выбытия"] = day(4, 30)
    people["м078"]["дата_выбытия"] = day(4, 30)
    # Двойник: тот же человек внесён второй раз под другим номером.
    twin = dict(people["м017"])
    twin.update({"ид": "м091", "дата_внесения": day(10, 3), "согласие": None, "запрос": None, "категория": None})
    people["м091"] = twin
    # Обучение наставников: у двенадцати удостоверения прошлых лет, остальные учатся с января по май.
    for index in range(1, 51):
        one = people[f"н{index:03}"]
        if index % 4 == 2 and index < 49:
            one["обучен"] = date(dice.between(2022, 2023), dice.between(2, 11), dice.between(1, 28))
        elif index != 14:
            one["обучен"] = dice.one_of([day(1, 31), day(2, 21), day(3, 14), day(4, 18), day(5, 16), day(5, 23)])
    people["н014"]["обучен"] = None
    people["н027"]["обучен"] = "31.02.2025"
    # Итоговая анкета: отвечают шестеро из семи.
    for number, one in enumerate(people.values()):
        gone = one["дата_выбытия"] is not None
        if gone or number % 7 == 3 or one["ид"] in ("м091", "м090"):
            continue
        one["анкета"] = workday(day(4, 14) + timedelta(dice.between(0, 42)))
        one["оценка"] = dice.one_of(["10", "9", "8,5", "8", "9,5", "7", "6,5", "10", "8"])
    people["м013"]["оценка"] = "4"
    people["м047"]["оценка"] = "3,5"
    people["н016"]["оценка"] = "4,5"
    people["м026"]["оценка"] = None
    for ident in ("м013", "м047", "н016", "м026"):
        people[ident]["анкета"] = people[ident]["анкета"] or day(5, 13)


def make_pairs(people):
    pairs = []
    load = {ident: 0 for ident in people if ident.startswith("н")}
    reserved = {f"н{index:03}" for index in (41, 42, 43, 44, 45, 46, 49, 50)}  # без пары или только для учеников

    def choose(mentee):
        def cost(mentor_id):
            mentor = people[mentor_id]
            return ((mentor["предмет"] != mentee["предмет"]) * 3 + (mentor["школа"] != mentee["школа"]) * 2
                    + load[mentor_id] * 2, mentor_id)
        free = [i for i in load if i not in reserved and load[i] < 3 and i not in ("н003", "н007", "н014")]
        return min(free, key=cost)

    def add(mentee_id, start, mentor_id=None, end=None, reason=None):
        mentee = people.get(mentee_id, people["м001"])
        mentor_id = mentor_id or choose(mentee)
        load[mentor_id] += 1
        if people[mentor_id]["вид"] == "обучающийся":
            form = "ученик-ученик"
        elif mentee["вид"] == "обучающийся":
            form = "педагог-ученик"
        else:
            form = "педагог-педагог"
        pair = {"ид": None, "наставник": mentor_id, "наставляемый": mentee_id, "форма": form, "дата_начала": start,
                "дата_окончания": end or (date(2025, 8, 31) if dice.below(3) else None), "причина": reason}
        pairs.append(pair)
        return pair

    october = {"м008": day(10, 1), "м012": day(10, 3), "м019": day(10, 4), "м027": day(10, 8), "м038": day(10, 7),
               "м049": day(10, 9), "м055": day(10, 10), "м064": day(10, 7), "м071": day(10, 14)}
    fixed = {"м001": "н003", "м013": "н003", "м025": "н003", "м040": "н003", "м019": "н007", "м031": "н007",
             "м061": "н049", "м062": "н050", "м038": "н014", "м012": "н047"}
    for index in range(1, 77):
        ident = f"м{index:03}"
        mentee = people[ident]
        start = october.get(ident)
        if start is None:
            start = min(workday(max(mentee["дата_внесения"] or day(9, 9), day(9, 20 if ident in fixed else 9))
                                + timedelta(dice.between(1, 7))), day(9, 27))
        add(ident, start, fixed.get(ident))
    by_mentee = {pair["наставляемый"]: pair for pair in pairs}
    by_mentee["м012"].update({"дата_окончания": day(10, 24), "причина": "не сработались после пробной встречи"})
    by_mentee["м038"].update({"дата_окончания": day(11, 8), "причина": "наставник уволился; ищем замену"})
    by_mentee["м045"].update({"дата_окончания": day(5, 16), "причина": "по соглашению сторон, досрочно"})
    add("м999", day(9, 16), "н007")  # такого участника в базе нет
    later = [("м077", day(10, 21)), ("м082", day(11, 11)), ("м083", day(11, 18)), ("м038", day(11, 25)),
             ("м085", day(12, 2)), ("м012", day(12, 3)), ("м084", day(12, 16)), ("м086", day(12, 18)),
             ("м081", day(1, 20)), ("м087", day(1, 27)), ("м088", day(1, 29)), ("м078", day(1, 22)),
             ("м079", day(2, 3)), ("м080", day(2, 17)), ("м089", day(3, 5))]
    for ident, start in later:
        gone = people[ident]["дата_выбытия"]
        add(ident, start, end=gone, reason="наставляемый выбыл" if gone else None)
    pairs.sort(key=lambda pair: (pair["дата_начала"], pair["наставляемый"]))
    for number, pair in enumerate(pairs, 1):
        pair["ид"] = f"п{number:03}"
    story_of_pairs(pairs)
    return pairs


def find(pairs, mentee, number=0):
    return [pair for pair in pairs if pair["наставляемый"] == mentee][number]


def story_of_pairs(pairs):
    for pair in pairs:
        start, end = pair["дата_начала"], pair["дата_окончания"]
        pair["приказ"] = min(workday(start + timedelta(dice.between(0, 3))),
                             day(9, 30) if start <= day(9, 27) else date(2025, 12, 31))
        pair["номер_приказа"] = f"{100 + int(pair['ид'][1:])} о/д"
        pair["индивидуальный_план"] = workday(start + timedelta(dice.between(3, 9)))
        if start <= day(9, 27):
            pair["индивидуальный_план"] = min(pair["индивидуальный_план"], day(9, 30))
        if start < day(10, 28):
            pair["программа"] = min(workday(max(start, day(10, 3)) + timedelta(dice.between(2, 22))), day(10, 25))
        else:
            pair["программа"] = workday(start + timedelta(dice.between(12, 25)))
        pair["завершена"] = None
        if end is not None and end < date(2025, 6, 1):
            pair["завершена"] = end
        else:
            pair["завершена"] = workday(day(5, 16) + timedelta(dice.between(0, 14)))
    # Опоздания и пробелы.
    find(pairs, "м020")["приказ"] = day(10, 4)
    find(pairs, "м033")["приказ"] = day(10, 3)
    find(pairs, "м077")["приказ"] = day(11, 7)
    find(pairs, "м082")["приказ"] = day(11, 29)
    find(pairs, "м084").update({"приказ": None, "номер_приказа": None})
    find(pairs, "м004")["индивидуальный_план"] = day(10, 21)
    find(pairs, "м018")["индивидуальный_план"] = day(11, 26)
    find(pairs, "м051")["индивидуальный_план"] = day(12, 10)
    find(pairs, "м012")["программа"] = None
    find(pairs, "м010")["программа"] = date(2024, 10, 30)
    find(pairs, "м082")["программа"] = None
    find(pairs, "м002")["завершена"] = day(6, 4)
    find(pairs, "м034")["завершена"] = day(6, 9)
    find(pairs, "м089")["завершена"] = day(6, 6)


def make_meetings(pairs):
    meetings = []

    def add(pair, when, kind, topic):
        meetings.append({"пара": pair["ид"], "дата": when, "вид": kind, "минут": dice.one_of([30, 40, 45, 45, 60, 90]),
                         "тема": topic})

    slow = {"м009", "м024", "м043", "м060", "м069"}  # встречаются редко
    for pair in pairs:
        mentee, start = pair["наставляемый"], pair["дата_начала"]
        last = min(pair["завершена"], pair["дата_окончания"] or date(2025, 8, 31))
        trial = meeting_day(start + timedelta(dice.between(2, 6)))
        if start <= day(9, 27):
            trial = min(trial, day(9, 30)) if start < day(9, 27) else day(9, 30)
        if mentee == "м030":
            trial = day(10, 9)
        if mentee == "м057":
            trial = day(10, 3)
        add(pair, trial, "пробная", "Знакомство")
        if mentee == "м012" and last < day(11, 1):
            continue
        second = meeting_day(trial + timedelta(dice.between(5, 9)))
        if start <= day(9, 12):
            second = min(second, day(9, 30))
        if mentee == "м007":
            second = day(10, 23)
        if mentee == "м028":
            second = day(11, 12)
        if second > last:
            continue
        add(pair, second, "организационная", "Уточнение запроса")
        step = (34, 48) if mentee in slow else (18, 26)
        when = meeting_day(second + timedelta(dice.between(*step)))
        while when <= last:
            add(pair, when, "регулярная", dice.one_of(TOPICS))
            when = meeting_day(when + timedelta(dice.between(*step)))
    meetings.sort(key=lambda row: (row["дата"], row["пара"]))
    for number, row in enumerate(meetings, 1):
        row["ид"] = f"в{number:04}"
    blank = [row for row in meetings if row["вид"] == "регулярная"][::97]
    for row in blank:
        row["минут"] = None
    return meetings


def make_support():
    rows = [("м008", day(9, 23), "поиск", "предложен наставник из другой школы"),
            ("м012", day(9, 24), "обращение", "консультация психолога"),
            ("м019", day(9, 25), "поиск", None), ("м027", day(9, 26), "поиск", "два отказа; ищем дальше"),
            ("м038", day(9, 26), "поиск", None), ("м049", day(9, 27), "поиск", "согласие наставника получено"),
            ("м055", day(9, 27), "обращение", None), ("м064", day(9, 27), "поиск", "ученик 9 класса, нужен наставник"),
            ("м071", day(9, 30), "поиск", None), ("м012", day(10, 25), "обращение", "пара распалась, беседа"),
            ("м081", day(10, 10), "поиск", "наставника по предмету в округе нет"),
            ("м082", day(10, 17), "поиск", None), ("м083", day(10, 24), "поиск", None),
            ("м084", day(11, 12), "поиск", None), ("м012", day(11, 19), "поиск", None),
            ("м038", day(11, 11), "поиск", "замена наставника"),
            ("м081", day(12, 11), "поиск", "просим соседний округ"),
            ("м085", day(11, 20), "поиск", None), ("м090", day(3, 18), "поиск", "отложено до осени"),
            ("м090", day(5, 20), "обращение", "консультация методиста, \"дорожная карта\" новичка"),
            ("м045", day(5, 20), "обращение", None), ("м045", day(6, 3), "поиск", None)]
    return [{"ид": f"о{number:02}", "участник": who, "дата": when, "вид": kind, "итог": result}
            for number, (who, when, kind, result) in enumerate(sorted(rows, key=lambda row: row[1]), 1)]


def make_schools():
    pay = [day(9, 10), day(9, 12), day(9, 16), day(9, 17), day(9, 18), day(1, 20), day(9, 20), day(9, 23), day(9, 25),
           day(9, 13), day(9, 26), day(10, 11)]
    cards = [day(9, 9), day(9, 11), day(9, 12), day(9, 16), day(9, 18), day(9, 19), day(9, 20), day(9, 23), day(9, 24),
             day(9, 25), day(9, 26), day(9, 27)]
    forms = ["педагог-педагог, педагог-ученик, ученик-ученик", "педагог-педагог, педагог-ученик", "педагог-педагог"]
    materials = [4, 2, 3, 1, 2, 0, 2, 1, 5, 3, None, 2]
    return [{"название": name, "директор": person_name(dice.below(4) > 0), "положение": pay[i], "карта": cards[i],
             "формы": forms[0 if i < 2 else 1 if kind == "школа" else 2], "материалы": materials[i]}
            for i, (name, kind, _) in enumerate(SCHOOLS)]


def iso(value):
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def dotted(value):
    return value.strftime("%d.%m.%Y") if isinstance(value, date) else "" if value is None else str(value)


def write(name, separator, titles, rows, bom=False):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows(rows)
    with open(os.path.join(HERE, name), "wb") as file:
        file.write((b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode("utf-8"))


PEOPLE_COLUMNS = [
    ("Код участника", "ид"), ("ФИО", "фио"), ("Роль", "роль"), ("Вид участника", "вид"), ("Школа", "школа"),
    ("Должность (класс)", "должность"), ("Предмет", "предмет"), ("Дата рождения", "дата_рождения"),
    ("Стаж, лет", "стаж"), ("Категория", "категория"), ("Профессиональный запрос", "запрос"),
    ("Дата внесения", "дата_внесения"), ("Дата выбытия", "дата_выбытия"), ("Согласие на обработку ПД", "согласие"),
    ("Согласие законного представителя", "согласие_родителя"), ("Дата удостоверения", "обучен"),
    ("Дата анкеты", "анкета"), ("Оценка", "оценка"),
]


def main():
    people = make_people()
    pairs = make_pairs(people)
    meetings = make_meetings(pairs)
    rows = [[dotted(one[field]) for _, field in PEOPLE_COLUMNS] for one in people.values()]
    # Строка с повторным кодом: кто-то скопировал запись и не сменил номер.
    copy = dict(people["м044"])
    copy.update({"фио": person_name(True), "школа": SCHOOLS[8][0], "запрос": None})
    rows.append([dotted(copy[field]) for _, field in PEOPLE_COLUMNS])
    write("участники.csv", ";", [title for title, _ in PEOPLE_COLUMNS], rows, bom=True)
    write("школы.csv", ",",
          ["Организация", "Директор", "Положение об оплате труда", "Дорожная карта ОО", "Формы наставничества",
           "Методические материалы"],
          [[one["название"], one["директор"], iso(one["положение"]), iso(one["карта"]), one["формы"],
            iso(one["материалы"])] for one in make_schools()])
    write("пары.csv", ";",
          ["Номер пары", "Наставник (код)", "Наставляемый (код)", "Форма наставничества", "Дата начала",
           "Дата окончания", "Дата приказа", "Номер приказа", "Программа утверждена", "Индивидуальный план утверждён",
           "Дата завершения программы", "Причина прекращения"],
          [[iso(pair[field]) for field in ("ид", "наставник", "наставляемый", "форма", "дата_начала", "дата_окончания",
                                           "приказ", "номер_приказа", "программа", "индивидуальный_план", "завершена",
                                           "причина")] for pair in pairs])
    write("встречи.csv", ",", ["Номер встречи", "Пара", "Дата встречи", "Вид встречи", "Минут", "Тема"],
          [[dotted(row[field]) for field in ("ид", "пара", "дата", "вид", "минут", "тема")] for row in meetings])
    write("поддержка.csv", ",", ["Номер записи", "Участник (код)", "Дата записи", "Вид поддержки", "Итог"],
          [[iso(row[field]) for field in ("ид", "участник", "дата", "вид", "итог")] for row in make_support()])


if __name__ == "__main__":
    main()
