"""Headings of columns that tell who answered, and words of scales: folded, in the four languages of the program."""

import re
from collections.abc import Collection

from roundtables.words import fold

NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.):]\s*")

# fmt: off
EUSURVEY_ABOVE = ("alias", "export date", "vientipaiva", "exportdatum", "datum izvoza")
EUSURVEY = frozenset((
    "invitation number", "contribution id", "user name", "creation date", "last update", "languages", "kutsun numero",
    "kutsunumero", "vastauksen tunniste", "vastauksen tunnus", "luontipaiva", "luomispaiva", "viimeisin paivitys",
    "inbjudningsnummer", "bidrags-id", "bidragets id-nummer", "skapandedatum", "senast uppdaterad", "broj pozivnice",
    "identifikacijska oznaka doprinosa", "datum stvaranja", "posljednje azuriranje",
))
FORMS_START = frozenset(("start time", "aloitusaika", "alkamisaika", "starttid", "vrijeme pocetka", "startzeit"))
FORMS_END = frozenset((
    "completion time", "valmistumisaika", "suorittamisaika", "paattymisaika", "lopetusaika", "slutforandetid",
    "sluttid", "vrijeme zavrsetka", "vrijeme dovrsetka", "fertigstellungszeit",
))
WEBROPOL = frozenset((
    "vastaajan nimi", "vastaajan sahkoposti", "vastaajan id", "vastaajan tunnus", "vastausaika", "respondent name",
    "respondent email", "respondents name", "svarstid", "respondentens namn",
))
WHO = EUSURVEY | FORMS_START | FORMS_END | WEBROPOL | frozenset((
    "id", "no", "nro", "nr", "number", "response id", "respondent", "respondent id", "participant", "participant id",
    "key", "name", "full name", "your name", "first name", "last name", "surname", "username", "email", "e-mail",
    "email address", "e-mail address", "your email", "your email address", "address", "phone", "phone number",
    "telephone", "ip", "ip address", "language", "locale", "alias", "time", "date", "timestamp", "submitted",
    "submitted at", "last modified time", "started", "completed", "duration", "response date", "response time",
    "answer time", "user agent", "browser", "device", "country code", "organisation", "organization",
    "your organisation", "employer", "company", "job title", "total points", "quiz feedback", "nimi", "koko nimi",
    "nimesi", "etunimi", "sukunimi", "kayttajanimi", "sahkoposti", "sahkopostiosoite", "sahkopostiosoitteesi",
    "osoite", "puhelin", "puhelinnumero", "ip-osoite", "kieli", "kielet", "aika", "aikaleima", "paivamaara", "tunnus",
    "tunniste", "vastaaja", "vastauspaiva", "vastauksen aika", "viimeksi muokattu", "kesto", "organisaatio",
    "tyonantaja", "yritys", "viimeinen muokkausaika", "pisteet yhteensa", "namn", "ditt namn", "fornamn", "efternamn",
    "anvandarnamn", "e-post", "e-postadress", "epost", "adress", "telefon", "telefonnummer", "ip-adress", "sprak",
    "tid", "tidsstampel", "datum", "svarande", "senast andrad", "organisationen", "arbetsgivare", "foretag",
    "tid for senaste andring", "ime", "prezime", "ime i prezime", "vase ime", "puno ime", "korisnicko ime", "e-posta",
    "adresa e-poste", "elektronicka posta", "adresa", "broj telefona", "ip adresa", "jezik", "jezici", "vrijeme",
    "vremenska oznaka", "ispitanik", "organizacija", "poslodavac", "tvrtka", "vrijeme zadnje izmjene",
    "vrijeme posljednje izmjene",
))
QUIZ = ("points - ", "feedback - ", "pisteet - ", "palaute - ", "poang - ", "bodovi - ")
NOT_STATED = frozenset((
    "n/a", "na", "no answer", "not applicable", "no opinion", "don't know", "do not know", "cannot say", "can't say",
    "en osaa sanoa", "eos", "ei vastausta", "ei koske minua", "vet ej", "kan inte saga", "inget svar", "ej aktuellt",
    "ne znam", "bez odgovora", "nije primjenjivo", "-", "–", "—",
))
FIXED = frozenset((
    "yes", "no", "maybe", "partly", "kylla", "ei", "ehka", "osittain", "ja", "nej", "kanske", "delvis", "da", "ne",
    "mozda", "djelomicno", "strongly agree", "agree", "neither agree nor disagree", "neutral", "disagree",
    "strongly disagree", "very satisfied", "satisfied", "dissatisfied", "very dissatisfied", "excellent", "very good",
    "good", "fair", "poor", "very poor", "taysin samaa mielta", "jokseenkin samaa mielta", "samaa mielta",
    "ei samaa eika eri mielta", "eri mielta", "jokseenkin eri mielta", "taysin eri mielta", "erinomainen", "hyva",
    "tyydyttava", "huono", "instammer helt", "instammer delvis", "instammer inte alls", "utmarkt", "mycket bra", "bra",
    "daligt", "u potpunosti se slazem", "slazem se", "niti se slazem niti ne slazem", "ne slazem se",
    "uopce se ne slazem", "odlicno", "vrlo dobro", "dobro", "lose",
))
# fmt: on


def plain(heading: str) -> str:
    """A heading as it is compared: folded, without its number, stars and colons."""
    return " ".join(fold(NUMBERED.sub("", heading)).strip(" *:?.\u2009").split())


def told_by(words: Collection[str], heading: str) -> bool:
    """Whether a heading is one of the words."""
    return plain(heading) in words
