/** The command line asks for something that is not there: one line and exit code 2. */
export class UsageError extends Error {}
