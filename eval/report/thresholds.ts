import { stringify } from 'yaml'
import { z } from 'zod'

/** `thresholds.yaml`: from which confidence on a detector's claim counts. Detectors that are not named keep their own. */
export const Thresholds = z.strictObject({
  version: z.literal(1),
  thresholds: z.record(z.string().min(1), z.number().min(0).max(1)),
})
export type Thresholds = z.infer<typeof Thresholds>

export function writeThresholds(thresholds: Thresholds['thresholds']): string {
  return stringify(Thresholds.parse({ version: 1, thresholds }))
}
