import { parseArgs } from 'node:util'
import type { Benchmark } from './benchmark.ts'
import { capacity } from './capacity.ts'
import { printFigures } from './figures.ts'
import { latency } from './latency.ts'
import { machine } from './machine.ts'
import { recovery } from './recovery.ts'
import { startup } from './startup.ts'

const BENCHMARKS: readonly Benchmark[] = [startup, latency, capacity, recovery]
const USAGE = `npm run bench -- [name…]

${BENCHMARKS.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n')}

Without names all run. Figures are printed as a table and as one line of JSON; nothing is asserted.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' } },
})
const unknown = positionals.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name))
if (values.help || unknown.length > 0) {
  process.stderr.write(
    unknown.length > 0 ? `no benchmark is called ${unknown.join(', ')}\n\n${USAGE}` : USAGE,
  )
  process.exit(values.help ? 0 : 2)
}
const chosen = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const figures = []
for (const benchmark of chosen) {
  const say = (line: string) => process.stderr.write(`${benchmark.name}: ${line}\n`)
  figures.push(...(await benchmark.run({ say })))
}
printFigures(figures, machine())
process.exit(0)
