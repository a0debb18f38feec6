"""The words of the tools' languages, folded: no case, no accents.

English, Finnish, Swedish, Croatian, German, French and some more. Words help where they are known; what is not known is
told by shape, content and order.
"""

# fmt: off
MORNING = frozenset((
    "am", "a.m.", "a.m", "ap", "ap.", "fm", "f.m.", "vm", "v.m.", "prijepodne", "dop", "dop.", "vorm.", "de.", "de",
    "πμ", "π.μ.", "上午", "午前", "오전",
))
EVENING = frozenset((
    "pm", "p.m.", "p.m", "ip", "ip.", "em", "e.m.", "nm", "n.m.", "poslijepodne", "odp", "odp.", "nachm.", "du.", "du",
    "μμ", "μ.μ.", "下午", "午後", "오후",
))
OCLOCK = frozenset(("uhr", "h", "hod", "hod.", "ч", "ч.", "sati", "o'clock"))
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}
MONTHS = (
    ("jan", "tammi", "sij"), ("feb", "helmi", "velj", "fev"), ("mar", "maalis", "ozu", "mrz"),
    ("apr", "huhti", "tra", "avr"), ("may", "mai", "maj", "touko", "svi"), ("jun", "kesa", "lip", "juin"),
    ("jul", "heina", "srp", "juil"), ("aug", "elo", "kol", "aou"), ("sep", "syys", "ruj"),
    ("oct", "okt", "loka", "lis"), ("nov", "marras", "stu"), ("dec", "dez", "des", "joulu", "pro"),
)
HOURS = frozenset((
    "h", "hr", "hrs", "hour", "hours", "t", "tunti", "tuntia", "tim", "timme", "timmar", "sat", "sata", "sati", "std",
    "stunde", "stunden", "heure", "heures", "hora", "horas", "ora", "ore", "uur", "uren", "godz", "time", "timer", "ur",
    "ure", "год",
))
MINUTES = frozenset((
    "m", "min", "mins", "minute", "minutes", "minuutti", "minuuttia", "minut", "minuter", "minuta", "minuten", "minuto",
    "minutos", "minuti", "minuut", "minutter", "perc", "мин", "хв",
))
SECONDS = frozenset((
    "s", "sec", "secs", "second", "seconds", "sek", "sekunti", "sekuntia", "sekund", "sekunder", "sekunda", "sekunde",
    "sekundi", "sekunden", "seconde", "secondes", "segundo", "segundos", "seg", "secondo", "secondi", "сек",
))
DAYS = frozenset(("d", "day", "days", "pv", "paiva", "paivaa", "dag", "dagar", "dan", "dana", "tag", "tage", "jours"))
JOINED = (
    "join", "liitty", "anslut", "anslot", "gick med", "delta", "pridru", "beigetreten", "teilgenommen", "rejoint",
    "participe", "se unio", "unido", "partecipa", "entrou", "ingress", "dolacz", "deelgenomen", "tilslutt", "pripoj",
)
LEFT = (
    "left", "leave", "poistu", "lahti", "lamna", "gick ut", "napust", "odlaz", "odisa", "otis", "verlassen", "quitte",
    "parti", "salio", "abandon", "uscit", "saiu", "saida", "opusci", "verlaten", "forlat", "odes", "odpoj",
)
YES = frozenset(("yes", "kylla", "ja", "da", "oui", "si", "sim", "tak", "ano", "true", "1"))
# fmt: on
