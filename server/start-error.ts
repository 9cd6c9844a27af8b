/** A configuration or environment problem that a person must mend: printed as one line, exit code 2. */
export class StartError extends Error {}
