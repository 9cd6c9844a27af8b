import type { CallEvent } from '../server/call/call-event.ts'

/** The part of a labelled call that the check needs. */
export interface LabelledCall {
  readonly turns: readonly { readonly role: 'caller' | 'responder'; readonly text: string }[]
  readonly pii: readonly {
    readonly turn: number
    readonly start: number
    readonly end: number
    readonly type: string
  }[]
}

/** What a stored demo call lacks, in words; empty when all is well. */
export function checkStored(events: readonly CallEvent[], label: LabelledCall): string[] {
  const missing: string[] = []
  const finals = events.filter((event) => event.kind === 'transcript.final')
  const text = finals.map((final) => final.text).join('\n')
  for (const role of ['caller', 'responder'] as const) {
    const spoken = label.turns.filter((turn) => turn.role === role).length
    const written = finals.filter((final) => final.role === role).length
    if (written < spoken / 2)
      missing.push(`words of the ${role}: ${written} segments stored of ${spoken} turns spoken`)
  }
  if (!events.some((event) => event.kind === 'call.ended')) missing.push('the end of the call')
  for (const { turn, start, end, type } of label.pii) {
    const item = label.turns[turn]?.text.slice(start, end) ?? ''
    if (text.includes(item)) missing.push(`redaction of a ${type} of turn ${turn}`)
  }
  if (!/\[[^\]]+\d\]/.test(text)) missing.push('a placeholder such as [姓名1]')
  return missing
}
