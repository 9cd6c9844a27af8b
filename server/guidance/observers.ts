import type { Observer } from '../call/call-session.ts'
import { readHearing } from './lexicon/heard.ts'
import { readRiskLexicon } from './risk/read-risk-lexicon.ts'
import { riskObserver } from './risk/risk-observer.ts'
import { readRiskProtocol } from './risk/risk-protocol.ts'
import { specialObservers } from './special/observers.ts'
import { stageObservers } from './stages/observers.ts'

/**
 * Everything of guidance that follows a call, in the order in which it is asked; the service and the evaluation use
 * the same list. Throws a `StartError` where a file of `prompts/protocols/` does not fit.
 */
export async function guidanceObservers(): Promise<readonly Observer[]> {
  const hear = await readHearing()
  const [risk, lexicon] = await Promise.all([readRiskProtocol(), readRiskLexicon(hear)])
  return [riskObserver(risk, lexicon), ...(await specialObservers(hear)), ...(await stageObservers(hear))]
}
