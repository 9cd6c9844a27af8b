/**
 * Cohen's kappa of two labellers over the same things: agreement beyond what their habits would give by chance.
 * 1 is perfect, 0 is chance; NaN where both use one label only, so that chance cannot be told from agreement.
 */
export function kappa(pairs: readonly (readonly [string, string])[]): number {
  const shareOf = (which: 0 | 1, label: string) =>
    pairs.filter((pair) => pair[which] === label).length / pairs.length
  const labels = new Set(pairs.flat())
  const agreed = pairs.filter(([a, b]) => a === b).length / pairs.length
  const byChance = [...labels].reduce((sum, label) => sum + shareOf(0, label) * shareOf(1, label), 0)
  return byChance === 1 ? Number.NaN : (agreed - byChance) / (1 - byChance)
}
