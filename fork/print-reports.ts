import { type CallReport, type ConnectionReport, wasHeard } from './call-report.ts'
import type { Pacer } from './pacer.ts'

/** Rows that a person still reads. With more connections than that, only those that went wrong are listed. */
const MOST_ROWS = 24

/** What the service answered, as a table and a summary. */
export function printReports(reports: readonly CallReport[], lateness: Pacer['lateness']): string {
  const all = reports.flatMap((report) => report.connections.map((connection) => ({ report, connection })))
  const listed = (all.length <= MOST_ROWS ? all : all.filter(({ report }) => !wasHeard(report))).slice(
    0,
    MOST_ROWS,
  )
  const rows = listed.map(({ report, connection }) => [
    report.call,
    connection.attempt === 1 ? connection.leg : `${connection.leg} (${connection.attempt})`,
    connection.outcome,
    answerOf(connection),
    String(connection.framesSent),
    String(connection.bytesSent),
    String(connection.framesOverrun),
    String(connection.answer.keepalives),
    String(connection.answer.messages),
    String(connection.answer.bytesReceived),
  ])
  const header = [
    'call',
    'leg',
    'outcome',
    'the service said',
    'frames',
    'bytes',
    'overrun',
    'keepalives',
    'messages',
    'received',
  ]
  const connections = all.map(({ connection }) => connection)
  const total = (of: (connection: ConnectionReport) => number) =>
    connections.reduce((sum, connection) => sum + of(connection), 0)
  const outcomes = Object.entries(Object.groupBy(connections, ({ outcome }) => outcome))
    .map(([outcome, which]) => `${which.length} ${outcome}`)
    .join(', ')
  return [
    ...(rows.length > 0 ? [...columns([header, ...rows]), ''] : []),
    `${reports.length} calls, ${connections.length} connections: ${outcomes}`,
    `${total((c) => c.framesSent)} frames and ${total((c) => c.bytesSent)} bytes sent, ` +
      `${total((c) => c.framesOverrun)} frames overrun; ` +
      `${total((c) => c.answer.keepalives)} keepalives, ${total((c) => c.answer.messages)} other messages and ` +
      `${total((c) => c.answer.hangups)} hang-ups received`,
    `frames left ${lateness.p99Ms.toFixed(1)} ms after their time (99th percentile), ${lateness.worstMs.toFixed(1)} ms at worst`,
    '',
  ].join('\n')
}

function answerOf({ answer }: ConnectionReport): string {
  const said = [
    answer.httpStatus === null ? '' : `HTTP ${answer.httpStatus}`,
    answer.closeCode === null ? '' : `close ${answer.closeCode}`,
    answer.hangups === 0 ? '' : 'hang-up',
    printable(answer.reason),
  ]
  return said.filter((part) => part !== '').join(' ') || '-'
}

/** The peer's words reach a terminal: one line, no control characters. */
function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 80)
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
