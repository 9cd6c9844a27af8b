import { asr } from './asr.ts'
import { guidance } from './guidance.ts'
import { latency } from './latency.ts'
import { llm } from './llm.ts'
import { redaction } from './redaction.ts'
import { risk } from './risk.ts'
import { special } from './special.ts'
import type { Suite } from './suite.ts'
import { summary } from './summary.ts'
import { ticket } from './ticket.ts'

/** Every suite, in the order in which a report tells them. */
export const SUITES: readonly Suite[] = [
  risk,
  redaction,
  special,
  guidance,
  ticket,
  summary,
  llm,
  asr,
  latency,
]
