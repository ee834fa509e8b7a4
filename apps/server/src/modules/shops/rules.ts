/** Whether the runtime can tell the time there; every name it knows is in the IANA list. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets such as +08:00 are accepted too, but know no name people could recognise.
    return /^[A-Z]/i.test(name);
  } catch {
    // The constructor throws a RangeError for what it does not know.
    return false;
  }
}
