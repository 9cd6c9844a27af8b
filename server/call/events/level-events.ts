import { z } from 'zod'
import { Clause, Evidence, GuidanceId, RuleSource, Wording } from './guidance-events.ts'
import { atMs } from './position.ts'

/** A level of the site's definition. The responder gives it, nobody else; the engine has no event that fills it in. */
export const LevelName = z.enum(['low', 'medium', 'high'])
export type LevelName = z.infer<typeof LevelName>

const criterion = {
  source: RuleSource,
  level: LevelName,
  criterion: GuidanceId,
  label: Wording,
  clause: Clause,
  evidence: z.array(Evidence),
}

/** What was said meets a criterion of the site's definition of a level, or does so no longer. */
export const LevelCriterion = z.object({
  kind: z.literal('level.criterion'),
  atMs,
  ...criterion,
  met: z.boolean(),
})

/** A criterion that is met, as the state holds it. */
export const CriterionMet = z.object(criterion)
export type CriterionMet = z.infer<typeof CriterionMet>
