import { expect, test } from 'vitest'
import { readConfig } from '../../server/config.ts'
import { StartError } from '../../server/start-error.ts'

function problemWith(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(StartError)
    return (error as StartError).message
  }
  throw new Error('it was taken')
}

test.each([
  ['HTTP_HOST', '0.0.0.0', 'the pages have no sign-in yet, so they are served on the loopback address only'],
  ['HTTP_PORT', '70000', 'not a whole number from 0 to 65535'],
  ['FORK_HOST', 'pbx.example', 'not an IP address of this machine'],
  ['FREESWITCH_PORT', 'nine', 'not a whole number from 0 to 65535'],
  ['AUDIOSOCKET_PORT', '-1', 'not a whole number from 0 to 65535'],
  ['FORK_ALLOW', '10.0.0.0/99', 'not a list of addresses and networks such as 10.1.2.3,10.2.0.0/16'],
  ['FORK_ALLOW', '10.0.0.1,', 'not a list of addresses and networks such as 10.1.2.3,10.2.0.0/16'],
  ['AUDIOSOCKET_FORMAT', 'opus', 'not one of auto, slin8, slin16, alaw, ulaw'],
  ['RECOGNIZER', 'whisper', 'not one of whisper-base-zh, scripted'],
  ['RECOGNIZER_THREADS', '1.5', 'not a whole number from 1 to 64'],
  ['ENDPOINT_SILENCE_MS', '20', 'not a whole number from 200 to 3000 ms'],
  ['ENDPOINT_MAX_MS', '60000', 'not a whole number from 3000 to 12000 ms'],
  ['NOTICE_POLICY', 'nobody', 'not one of pbx, responder'],
  ['RESUME_SECONDS', '-1', 'not a number from 0 to 3600 s'],
  ['MAX_CALLS', '0', 'not a whole number from 1 to 2000'],
  ['LOG_LEVEL', 'loud', 'not one of fatal, error, warn, info, debug, silent'],
])('%s="%s" is told with its problem and a remedy', (variable, value, problem) => {
  const message = problemWith({ [variable]: value })
  expect(message).toContain(`${variable} is "${value}": ${problem}`)
  expect(message).toContain(`Set ${variable} as README.md shows, or unset it.`)
})

const SECRET = 'correct-horse-battery'

test.each([
  ['FORK_TOKEN', SECRET.slice(0, 15), 'shorter than 16 characters'],
  ['DATABASE_URL', `mysql://hotline:${SECRET}@127.0.0.1/hotline`, 'not a postgres:// address'],
  ['DATABASE_URL', `postgres://hotline:${SECRET}@[bad/hotline`, 'not a postgres:// address'],
  // To a parser of URLs the host is "hotline" here, and the rest of the password the database's name.
  ['DATABASE_URL', `postgres://hotline:1/${SECRET}@127.0.0.1/hotline`, 'not a postgres:// address'],
])('a bad %s is not repeated', (variable, value, problem) => {
  const message = problemWith({ [variable]: value })
  expect(message).toContain(`${variable}: ${problem}`)
  expect(message).toContain(`Set ${variable} as README.md shows, or unset it.`)
  expect(message).not.toContain(SECRET.slice(0, 15))
})

test('the scripted recogniser without a script is told', () => {
  expect(problemWith({ RECOGNIZER: 'scripted' })).toContain('set SCRIPT to a calls.jsonl file')
})

test.each([
  ['DATABASE_URL', 'postgres://hotline:a%2Fb@127.0.0.1:5432/hotline?sslmode=require'],
  ['DATABASE_URL', 'postgresql://hotline@%2Frun%2Fpostgresql/hotline'],
  ['DATABASE_URL', 'postgres:///hotline?host=/run/postgresql'],
  ['FORK_ALLOW', '10.1.2.3, 10.2.0.0/16,::1'],
  ['HTTP_PORT', ''],
])('%s="%s" is taken', (variable, value) => {
  expect(() => readConfig({ [variable]: value })).not.toThrow()
})
