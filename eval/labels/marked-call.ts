import { isMap, parseDocument, stringify } from 'yaml'
import { BadData, type Problem } from './bad-data.ts'
import { LabelledCall, type PiiSpan, RiskItem, type Turn } from './labelled-call.ts'

/**
 * The form in which a person reads and writes a labelled call: a YAML header with the answers, `---`, then one line
 * a turn with its personal items in place and its labels behind it. `eval/README.md` shows one.
 */

/** How fast people talk where a line says no times: characters a second, and seconds between turns. */
const CHARS_PER_SECOND = 4.5
const BETWEEN_S = 0.4
const OVERLAP_S = 0.3

const ROLES = { C: 'caller', R: 'responder' } as const
const LINE = /^([CR])(<?) (?:\[([\d.]+) ([\d.]+)\] )?(.*?)((?:\s+#[^\s#]+)*)\s*$/
const SOUND = /^~ (\w+)(?: (caller|responder))? (?:([\d.]+)|\[([\d.]+) ([\d.]+)\])$/
const POINTS = ['greeting', 'notice', 'confidentiality', 'summary', 'feedback'] as const

type Evidence = Map<string, number[]>

/** Reads a marked call. Throws `BadData` with every problem found. */
export function readMarkedCall(file: string, marked: string): LabelledCall {
  const problems: Problem[] = []
  const lines = marked.split(/\r?\n/)
  const fence = lines.indexOf('---')
  if (fence < 0) throw new BadData([{ file, line: 0, reason: 'has no line "---" between header and turns' }])
  const document = parseDocument(lines.slice(0, fence).join('\n'), { prettyErrors: false })
  if (document.errors.length > 0 || !isMap(document.contents))
    throw new BadData([{ file, line: 1, reason: document.errors[0]?.message ?? 'the header is no YAML map' }])
  const header = document.toJS() as Record<string, unknown>

  const turns: Turn[] = []
  const pii: PiiSpan[] = []
  const sounds: unknown[] = []
  const evidence: Evidence = new Map()
  let at = 0.4
  for (const [i, line] of lines.entries()) {
    if (i <= fence || line.trim() === '') continue
    const problem = (reason: string) => problems.push({ file, line: i + 1, reason })
    const sound = SOUND.exec(line)
    if (sound) {
      const [, kind, role, length, from, to] = sound
      const start = from ? Number(from) : at
      const end = to ? Number(to) : at + Number(length)
      if (kind !== 'pause') sounds.push({ role, kind, start: rounded(start), end: rounded(end) })
      at = end
      continue
    }
    const turn = LINE.exec(line)
    if (!turn) {
      problem('is neither a turn ("R text", "C text") nor a sound ("~ silence caller 20")')
      continue
    }
    const [, party, overlaps, from, to, body = '', labels = ''] = turn
    const { text, spans, wrong } = readSpans(body)
    if (wrong) problem(wrong)
    const start = from ? Number(from) : overlaps ? Math.max(0, at - BETWEEN_S - OVERLAP_S) : at
    const end = to ? Number(to) : start + text.length / CHARS_PER_SECOND
    for (const span of spans) pii.push({ turn: turns.length, ...span })
    for (const label of labels.trim().split(/\s+/).filter(Boolean)) {
      const name = label.slice(1)
      if (!isLabel(name)) problem(`"${label}" is no label`)
      evidence.set(name, [...(evidence.get(name) ?? []), turns.length])
    }
    turns.push({ role: ROLES[party as 'C' | 'R'], start: rounded(start), end: rounded(end), text })
    at = Math.max(at, end + BETWEEN_S)
  }

  const assembled = assemble(header, evidence, (reason) => problems.push({ file, line: fence, reason }))
  const parsed = LabelledCall.safeParse({ ...assembled, turns, pii, sounds })
  if (!parsed.success)
    for (const { path, message } of parsed.error.issues)
      problems.push({ file, line: lineOfKey(lines, path[0]), reason: `${path.join('.')}: ${message}` })
  if (problems.length > 0 || !parsed.success) throw new BadData(problems)
  return parsed.data
}

/** Writes a call in the form that `readMarkedCall` reads; reading it again gives the same call. */
export function writeMarkedCall(call: LabelledCall): string {
  const { turns, pii, sounds, risk, thirdPartyRisk, ticket, guidance, ...rest } = call
  const labels: string[][] = turns.map(() => [])
  const add = (label: string, at: readonly number[]) => {
    for (const turn of at) labels[turn]?.push(`#${label}`)
  }
  const answers = (items: LabelledCall['risk'], prefix: string) =>
    Object.fromEntries(
      Object.entries(items).map(([item, { asked, answer, evidence }]) => {
        add(`${prefix}ask.${item}`, asked)
        add(`${prefix}${item}`, evidence)
        return [item, answer]
      }),
    )
  for (const point of POINTS) add(point, [guidance[point] ?? []].flat())
  add('step', guidance.steps)
  const values = Object.fromEntries(
    Object.entries(ticket).map(([field, held]) => {
      for (const { value, evidence } of [held].flat())
        add(Array.isArray(held) ? `ticket.${field}=${value}` : `ticket.${field}`, evidence)
      if (!Array.isArray(held)) return [field, held.value]
      if (held.some(({ status }) => status))
        return [field, Object.fromEntries(held.map(({ value, status }) => [value, status ?? null]))]
      return [field, held.map(({ value }) => value)]
    }),
  )
  const header = stringify(
    { ...rest, risk: answers(risk, ''), thirdPartyRisk: answers(thirdPartyRisk, 'third.'), ticket: values },
    { lineWidth: 0 },
  )
  const spoken = turns.map(({ role, start, end, text }, i) => {
    const spans = pii.filter(({ turn }) => turn === i)
    const line = `${role === 'caller' ? 'C' : 'R'} [${start} ${end}] ${writeSpans(text, spans)}`
    return { start, line: [line, ...(labels[i] ?? [])].join(' ') }
  })
  const heard = sounds.map(({ role, kind, start, end }) => ({
    start,
    line: `~ ${kind} ${role} [${start} ${end}]`,
  }))
  // A sound is told behind the turn that it follows, and turns keep their order.
  const lines = [...spoken]
  for (const sound of heard)
    lines.splice(lines.findLastIndex(({ start }) => start <= sound.start) + 1, 0, sound)
  return `${header}---\n${lines.map(({ line }) => line).join('\n')}\n`
}

function assemble(
  header: Record<string, unknown>,
  evidence: Evidence,
  problem: (reason: string) => void,
): Record<string, unknown> {
  const claimed = new Set<string>()
  const turnsOf = (label: string) => {
    claimed.add(label)
    return evidence.get(label) ?? []
  }
  const answers = (key: 'risk' | 'thirdPartyRisk', prefix: string) =>
    Object.fromEntries(
      Object.entries((header[key] as Record<string, unknown>) ?? {}).map(([item, answer]) => [
        item,
        { asked: turnsOf(`${prefix}ask.${item}`), answer, evidence: turnsOf(`${prefix}${item}`) },
      ]),
    )
  const risk = answers('risk', '')
  const thirdPartyRisk = answers('thirdPartyRisk', 'third.')
  const field = (id: string, held: unknown) => {
    if (typeof held !== 'object' || held === null) {
      const found = turnsOf(`ticket.${id}`)
      if (found.length === 0) problem(`ticket.${id} has no line labelled "#ticket.${id}"`)
      return { value: held, evidence: found }
    }
    const entries = Array.isArray(held) ? held.map((value) => [value, null]) : Object.entries(held)
    return entries.map(([value, status]) => {
      const found = turnsOf(`ticket.${id}=${value}`)
      if (found.length === 0) problem(`ticket.${id}: ${value} has no line labelled "#ticket.${id}=${value}"`)
      return { value: String(value), evidence: found, ...(status && { status }) }
    })
  }
  const ticket = Object.fromEntries(
    Object.entries((header.ticket as Record<string, unknown>) ?? {}).map(([id, held]) => [
      id,
      field(id, held),
    ]),
  )
  const guidance: Record<string, unknown> = { steps: turnsOf('step') }
  for (const point of POINTS) {
    const [turn, second] = turnsOf(point)
    if (second !== undefined) problem(`"#${point}" stands on two lines`)
    if (turn !== undefined) guidance[point] = turn
  }
  for (const label of evidence.keys())
    if (!claimed.has(label)) problem(`"#${label}" is on a line, but the header says nothing of it`)
  for (const [item, { answer, asked, evidence }] of Object.entries(risk)) {
    if (/^(yes|no|unclear|retracted)$/.test(String(answer)) && asked.length === 0)
      problem(`risk.${item} is "${answer}", but no line is labelled "#ask.${item}"`)
    if (/^(not_asked|volunteered)/.test(String(answer)) && asked.length > 0)
      problem(`risk.${item} is "${answer}", but a line is labelled "#ask.${item}"`)
    if (answer !== 'not_asked' && evidence.length === 0)
      problem(`risk.${item} is "${answer}", but no line is labelled "#${item}"`)
  }
  return { split: 'dev', origin: 'authored', ...header, risk, thirdPartyRisk, ticket, guidance }
}

function isLabel(name: string): boolean {
  if (name === 'step' || name.startsWith('ticket.')) return true
  if ((POINTS as readonly string[]).includes(name)) return true
  return RiskItem.safeParse(name.replace(/^third\./, '').replace(/^ask\./, '')).success
}

/** `我姓{周|name}` → the text with its spans. A backslash keeps the character behind it as it is. */
function readSpans(body: string): { text: string; spans: Omit<PiiSpan, 'turn'>[]; wrong?: string } {
  const spans: Omit<PiiSpan, 'turn'>[] = []
  let text = ''
  let open: number | null = null
  for (let i = 0; i < body.length; i++) {
    const char = body[i] as string
    if (char === '\\') text += body[++i] ?? ''
    else if (char === '{' && open === null) open = text.length
    else if (char === '|' && open !== null) {
      const end = body.indexOf('}', i)
      if (end < 0) return { text, spans, wrong: 'a personal item has no "}"' }
      spans.push({ start: open, end: text.length, type: body.slice(i + 1, end) as PiiSpan['type'] })
      open = null
      i = end
    } else if ('{|}'.includes(char)) return { text, spans, wrong: `"${char}" stands where it cannot` }
    else text += char
  }
  return { text, spans, ...(open !== null && { wrong: 'a personal item has no "|type}"' }) }
}

function writeSpans(text: string, spans: readonly PiiSpan[]): string {
  const escaped = (part: string) => part.replace(/[\\{}|#]/g, '\\$&')
  let written = ''
  let at = 0
  for (const { start, end, type } of spans.toSorted((a, b) => a.start - b.start)) {
    written += `${escaped(text.slice(at, start))}{${escaped(text.slice(start, end))}|${type}}`
    at = end
  }
  return written + escaped(text.slice(at))
}

function lineOfKey(lines: readonly string[], key: PropertyKey | undefined): number {
  return lines.findIndex((line) => line.startsWith(`${String(key)}:`)) + 1
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100
}
