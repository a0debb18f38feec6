// Reads calendars as Thunderbird does, with ical.js and the time zones that each file brings along.
// Takes a JSON list of files as texts on standard input, gives a JSON list of what was read.
const ICAL = require(process.argv[2]);

const time = (value) => (value === null || value === undefined ? null : value.isDate ? value.toString() : value.toUnixTime());
const person = (property) => [property.getParameter("cn") ?? "", property.getFirstValue()];

function event(component) {
  const first = (name) => component.getFirstPropertyValue(name);
  return {
    uid: first("uid"),
    starts: time(first("dtstart")),
    ends: time(first("dtend")),
    summary: first("summary"),
    location: first("location") ?? "",
    description: first("description") ?? "",
    categories: component.getAllProperties("categories").flatMap((property) => property.getValues()),
    attendees: component.getAllProperties("attendee").map(person),
    organizer: component.getAllProperties("organizer").map(person),
    properties: component.getAllProperties().map((property) => property.name),
  };
}

function calendar(text) {
  const component = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  component.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
  return component.getAllSubcomponents("vevent").map(event);
}

const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(calendar)));
