import type { LoggedCase } from '../log/run-log.ts'
import { byDetector } from './by-detector.ts'

/** What a detector would do if it kept only claims from a threshold on. NaN where a share cannot be taken. */
export interface OperatingPoint {
  readonly threshold: number
  /** Claims that are left, and how many of them are right. */
  readonly claims: number
  readonly correct: number
  /** Labelled things that are still found. */
  readonly found: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
}

/** A detector over all thresholds that tell anything apart, the lowest first. */
export interface DetectorSweep {
  readonly detector: string
  readonly claims: number
  /** How many labelled things it should have found. */
  readonly labelled: number
  readonly points: readonly OperatingPoint[]
  at(threshold: number): OperatingPoint
}

/** Every detector that claimed something, or should have; of one family those with the most to find come first. */
export function sweepsOf(cases: readonly LoggedCase[]): DetectorSweep[] {
  const claims = byDetector(cases, ({ claims }) => claims)
  const sought = byDetector(cases, ({ sought }) => sought)
  const detectors = [...new Set([...claims.keys(), ...sought.keys()])]
  const families = [...new Set(detectors.map(familyOf))]
  return detectors
    .map((detector) => {
      const [claimed, labelled] = [claims.get(detector) ?? [], sought.get(detector) ?? []]
      const at = (threshold: number): OperatingPoint => {
        const left = claimed.filter(({ confidence }) => confidence >= threshold)
        const correct = left.filter((claim) => claim.correct).length
        const found = labelled.filter(({ foundAt }) => foundAt !== null && foundAt >= threshold).length
        const [precision, recall] = [correct / left.length, found / labelled.length]
        const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
        return { threshold, claims: left.length, correct, found, precision, recall, f1 }
      }
      const thresholds = [...new Set(claimed.map(({ confidence }) => shown(confidence)))].sort(
        (a, b) => a - b,
      )
      return {
        detector,
        claims: claimed.length,
        labelled: labelled.length,
        points: thresholds.map(at),
        at,
      }
    })
    .sort(
      (a, b) =>
        families.indexOf(familyOf(a.detector)) - families.indexOf(familyOf(b.detector)) ||
        b.labelled - a.labelled,
    )
}

/** The highest threshold of three digits that still lets a confidence through, so that one can choose what one reads. */
function shown(confidence: number): number {
  // 0.57 · 1000 is a little less than 570.
  return Math.floor(confidence * 1000 + 1e-6) / 1000
}

/** What a detector belongs to: `risk` of `risk.plan`. */
export function familyOf(detector: string): string {
  return detector.slice(0, detector.lastIndexOf('.'))
}

/** At most so many points, spread evenly, the first and the last among them. */
export function spread(points: readonly OperatingPoint[], most: number): readonly OperatingPoint[] {
  if (points.length <= most) return points
  return Array.from(
    { length: most },
    (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))] as OperatingPoint,
  )
}
