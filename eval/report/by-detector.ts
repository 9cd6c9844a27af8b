import type { LoggedCase } from '../log/run-log.ts'

/**
 * What the cases say of each detector. The suite `llm` asks the same detectors again, with the language model at
 * work: there they count as others, `llm.risk.plan` beside `risk.plan`.
 */
export function byDetector<T extends { readonly detector: string }>(
  cases: readonly LoggedCase[],
  of: (one: LoggedCase) => readonly T[],
): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const one of cases)
    for (const each of of(one)) {
      const name = one.suite === 'llm' ? `llm.${each.detector}` : each.detector
      const list = found.get(name)
      if (list) list.push(each)
      else found.set(name, [each])
    }
  return found
}
