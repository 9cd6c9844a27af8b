import { StartError } from '../server/start-error.ts'
import { agreement } from './commands/agreement.ts'
import { compare } from './commands/compare.ts'
import { importCalls } from './commands/import.ts'
import { pack, unpack } from './commands/pack.ts'
import { score } from './commands/score.ts'
import { sweep } from './commands/sweep.ts'
import { UsageError } from './commands/usage-error.ts'
import { BadData } from './labels/bad-data.ts'
import { SUITES } from './suites/registry.ts'

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  pack,
  unpack,
  import: importCalls,
  agreement,
  compare,
  sweep,
}

const USAGE = `npm run eval -- <suite…|all> [--data PATH] [--split dev|test] [--out DIR] [--baseline LOG]
                          [--filter TEXT] [--jobs N] [--gates FILE] [--with-text]
npm run eval -- pack FOLDER --out calls.jsonl     marked calls into a set
npm run eval -- unpack DATA --out FOLDER          a set into marked calls
npm run eval -- import --out FOLDER [--last N]    this site's own stored calls into marked calls, to be labelled
npm run eval -- agreement FIRST SECOND            how far two labellings of the same calls agree
npm run eval -- compare A B [--out FILE.html]     what changed from run A to run B, each a folder of --out
npm run eval -- sweep [suite…] [--data PATH] [--split dev|test] [--out DIR] [--choose DETECTOR=THRESHOLD]…
                                                  precision and recall by confidence threshold

${SUITES.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n')}

--data      a folder of labelled data or one file of it; else the project's own set
--out       gets summary.json, log.jsonl and report.html
--baseline  the log.jsonl of an earlier run, to compare with
--filter    only samples whose id holds TEXT
--with-text puts the words of real calls, and of sentences, into the report too
Exit code 1: a gate failed. 2: bad data or arguments, each as file, line and reason; nothing was scored.
`

const args = process.argv.slice(2)
if (args.length === 0 || args.includes('--help')) {
  process.stdout.write(USAGE)
  process.exit(args.length === 0 ? 2 : 0)
}
try {
  const [first = '', ...rest] = args
  const command = COMMANDS[first]
  process.exitCode = command ? await command(rest) : await score(args)
} catch (error) {
  const isOfPerson =
    error instanceof BadData ||
    error instanceof UsageError ||
    error instanceof StartError ||
    isArgumentError(error)
  if (!isOfPerson) throw error
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}

function isArgumentError(error: unknown): boolean {
  return String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
}
