// Expands series as Thunderbird does, with ical.js: the starts of all meetings, moved ones where they were moved to.
// Takes a JSON list of files as texts on standard input, gives a JSON list of lists of instants or dates.
const ICAL = require(process.argv[2]);

const time = (value) => (value.isDate ? value.toString() : value.toUnixTime());

function meetings(text) {
  const component = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  component.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
  const [master, ...exceptions] = component.getAllSubcomponents("vevent");
  const event = new ICAL.Event(master, { exceptions });
  const iterator = event.iterator();
  const found = [];
  for (let next = iterator.next(); next && found.length < 1000; next = iterator.next()) {
    found.push(time(event.getOccurrenceDetails(next).startDate));
  }
  return found;
}

const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(meetings)));
