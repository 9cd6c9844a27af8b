import type { Dataset } from '../labels/load-dataset.ts'
import { TICKET_FIELDS } from '../labels/ticket-fields.ts'
import type { LoggedCase } from '../log/run-log.ts'

/** A turn as a report shows it: who, when (seconds), what. A sentence has neither speaker nor time. */
export type ShownTurn = readonly [role: 'caller' | 'responder' | null, start: number | null, text: string]

/** An error as the log of a run holds it. */
export type LoggedFinding = LoggedCase['findings'][number]

export interface WordsPolicy {
  /** The project's own set: every sentence in it was written for it. */
  readonly ownData: boolean
  /** The person who runs it asked for the words, of real calls too. */
  readonly withText: boolean
}

/**
 * The turns whose words a report may hold, by case. A call says where it comes from, and one that does not is taken
 * for real; a sentence or clip never says, so those of other people's data are withheld. What is not in here is withheld.
 */
export function shownWords(
  { calls, redactionSentences, signalSentences, clips }: Dataset,
  { ownData, withText }: WordsPolicy,
): ReadonlyMap<string, readonly ShownTurn[]> {
  const shown = new Map<string, readonly ShownTurn[]>()
  for (const { id, origin, turns } of calls)
    if (withText || origin !== 'real')
      shown.set(
        id,
        turns.map(({ role, start, text }) => [role, start, text]),
      )
  const sentences = [
    ...redactionSentences,
    ...signalSentences,
    ...clips.map(({ file, transcript }) => ({ id: file, text: transcript })),
  ]
  if (withText || ownData) for (const { id, text } of sentences) shown.set(id, [[null, null, text]])
  return shown
}

/** The call or sentence that a case is of: the suite `llm` scores each for several suites, and names which in its id. */
export function sampleOf({ suite, id }: Pick<LoggedCase, 'suite' | 'id'>): string {
  return suite === 'llm' ? id.slice(id.indexOf('/') + 1) : id
}

/** A finding without what was said. Only ticket fields in free words repeat it: a region, a diagnosis. */
export function withoutWords(finding: LoggedFinding): LoggedFinding {
  const field = TICKET_FIELDS[finding.what.split(' ')[0] ?? '']
  if (field?.holds !== 'words') return finding
  return { ...finding, expected: WITHHELD, got: WITHHELD }
}

const WITHHELD = 'words withheld'
