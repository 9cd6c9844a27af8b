/** The log does not have what it was asked about: a call that was not begun, or an event of that kind. */
export class NotInLog extends Error {}
