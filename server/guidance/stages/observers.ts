import type { Observer } from '../../call/call-session.ts'
import type { Hear } from '../lexicon/heard.ts'
import { plainSegments } from '../special/cue.ts'
import { readPhraseWords } from '../special/special-protocol.ts'
import { closingObserver } from './closing-observer.ts'
import { readClosingProtocol } from './closing-protocol.ts'
import { stageObserver } from './stage-observer.ts'
import { readStagesProtocol } from './stages-protocol.ts'

/** Everything that follows the course of a call. Throws a `StartError` where a file of `prompts/protocols/` does not fit. */
export async function stageObservers(hear: Hear): Promise<readonly Observer[]> {
  const words = await readPhraseWords(hear)
  const [stages, closing] = await Promise.all([readStagesProtocol(words), readClosingProtocol(words)])
  const plain = plainSegments(words)
  return [stageObserver(stages, plain), closingObserver(closing, plain)]
}
