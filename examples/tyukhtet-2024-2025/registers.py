"""Реестры примера и их чтение: кто есть в этот день, что известно. Общая часть check-by-hand.py.

Три значения: True, False и None («нельзя сказать»). Пустая клетка в сравнении даёт None, нечитаемая всегда None.
"""

import csv
import os
from datetime import date, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))


class Unreadable(str):
    """Текст клетки, который не удалось прочесть."""


# ---------- Чтение


def rows_of(name, separator, key):
    """Строки файла словарями по заголовкам; строка с повторным ключом откладывается."""
    with open(os.path.join(HERE, name), encoding="utf-8-sig", newline="") as file:
        seen, rows = set(), []
        for row in csv.DictReader(file, delimiter=separator):
            row = {title: (cell.strip() or None) for title, cell in row.items()}
            if row[key] not in seen:
                seen.add(row[key])
                rows.append(row)
        return rows


def as_date(text):
    if text is None:
        return None
    try:
        if "." in text:
            number, month, year = text.split(".")
            return date(int(year), int(month), int(number))
        return date.fromisoformat(text)
    except ValueError:
        return Unreadable(text)


def as_number(text):
    return None if text is None else float(text.replace(",", "."))


SCHOOLS = {row["Организация"]: {
    "положение": as_date(row["Положение об оплате труда"]), "карта": as_date(row["Дорожная карта ОО"]),
    "формы": row["Формы наставничества"], "материалы": as_number(row["Методические материалы"]),
} for row in rows_of("школы.csv", ",", "Организация")}

PEOPLE = {row["Код участника"]: {
    "роль": row["Роль"], "вид": row["Вид участника"], "школа": row["Школа"] if row["Школа"] in SCHOOLS else None,
    "предмет": row["Предмет"], "рождение": as_date(row["Дата рождения"]), "стаж": as_number(row["Стаж, лет"]),
    "запрос": row["Профессиональный запрос"], "с": as_date(row["Дата внесения"]), "по": as_date(row["Дата выбытия"]),
    "согласие": as_date(row["Согласие на обработку ПД"]),
    "согласие_родителя": as_date(row["Согласие законного представителя"]),
    "обучен": as_date(row["Дата удостоверения"]), "анкета": as_date(row["Дата анкеты"]),
    "оценка": as_number(row["Оценка"]),
} for row in rows_of("участники.csv", ";", "Код участника")}


def reference(ident, role):
    return ident if ident in PEOPLE and PEOPLE[ident]["роль"] == role else None


PAIRS = {row["Номер пары"]: {
    "наставник": reference(row["Наставник (код)"], "наставник"),
    "наставляемый": reference(row["Наставляемый (код)"], "наставляемый"), "форма": row["Форма наставничества"],
    "с": as_date(row["Дата начала"]), "по": as_date(row["Дата окончания"]), "приказ": as_date(row["Дата приказа"]),
    "программа": as_date(row["Программа утверждена"]), "план": as_date(row["Индивидуальный план утверждён"]),
    "завершена": as_date(row["Дата завершения программы"]),
} for row in rows_of("пары.csv", ";", "Номер пары")}

MEETINGS = [(row["Пара"], as_date(row["Дата встречи"]), row["Вид встречи"])
            for row in rows_of("встречи.csv", ",", "Номер встречи") if row["Пара"] in PAIRS]
SUPPORT = [(row["Участник (код)"], as_date(row["Дата записи"]))
           for row in rows_of("поддержка.csv", ",", "Номер записи") if row["Участник (код)"] in PEOPLE]


def read_marks():
    """Строки журнала: (день, вид, номер мероприятия)."""
    names = {"формирование": "5.1"}
    marks = []
    with open(os.path.join(HERE, "2024-2025.journal"), encoding="utf-8") as file:
        for line in file:
            if not line.strip() or line.startswith("//"):
                continue
            head, rest = line.split(":", 1)
            when, kind = head.split(" ", 1)
            item = rest.split('"')[0].strip().rstrip(",").strip()
            marks.append((as_date(when), kind, names.get(item, item)))
    return marks


MARKS = read_marks()

# ---------- Три значения


def both(*parts):
    return False if False in parts else None if None in parts else True


def either(*parts):
    return True if True in parts else None if None in parts else False


def opposite(value):
    return None if value is None else not value


def known(value, d=None):
    """Есть ли значение; d: дата факта позже этого дня ещё не наступила."""
    if isinstance(value, Unreadable):
        return None
    return value is not None and (d is None or value <= d)


def compare(value, test):
    return None if value is None or isinstance(value, Unreadable) else test(value)


# ---------- Кто есть в этот день


def is_there(row, d):
    return (row["с"] is None or row["с"] <= d) and (row["по"] is None or d <= row["по"])


def people(d, role=None, kind=None):
    return [i for i, one in PEOPLE.items()
            if is_there(one, d) and role in (None, one["роль"]) and kind in (None, one["вид"])]


def mentees(d):
    return people(d, "наставляемый")


def mentors(d):
    return people(d, "наставник")


def pairs(d):
    return [i for i, pair in PAIRS.items() if is_there(pair, d)]


def pairs_of(person, side, d):
    return [i for i in pairs(d) if PAIRS[i][side] == person]


def has_pair(mentee, d):
    return bool(pairs_of(mentee, "наставляемый", d))


def meetings_of(pair, d, kind=None, days=None, within=None):
    """Встречи пары не позже d: вида kind, за последние days дней, в течение within дней после начала пары."""
    first = PAIRS[pair]["с"]
    return sum(1 for whose, when, what in MEETINGS
               if whose == pair and when <= d and kind in (None, what)
               and (days is None or d - timedelta(days - 1) <= when)
               and (within is None or first < when <= first + timedelta(within)))


def supports_of(mentee, d, days=None):
    return sum(1 for who, when in SUPPORT
               if who == mentee and when <= d and (days is None or d - timedelta(days - 1) <= when))


def age(person, d):
    born = PEOPLE[person]["рождение"]
    if born is None or isinstance(born, Unreadable):
        return None
    return d.year - born.year - ((d.month, d.day) < (born.month, born.day))


def is_minor(person, d):
    return compare(age(person, d), lambda years: years < 18)


def is_novice(person):
    one = PEOPLE[person]
    return both(one["роль"] == "наставляемый", one["вид"] == "педагог", compare(one["стаж"], lambda n: n < 3))
