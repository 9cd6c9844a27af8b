import pino, { type Logger } from 'pino'

export type { Logger }

/**
 * Structured logs on standard output, a JSON object a line. Messages are constants and values are fields;
 * no words of a call, no identity from a PBX and no text that a peer sent goes in. Requests are logged without
 * their address, which may hold a token.
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {
      // An exception's text may quote its input: its kind and place are enough.
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        code: error.code,
        at: firstFrame(error),
      }),
    },
  })
}

function firstFrame(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .find((line) => line.trimStart().startsWith('at '))
    ?.trim()
}
