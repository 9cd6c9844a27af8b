/** A length or a moment of call time, as a clock shows it: `0:09`, `13:35`, `1:02:03`. */
export function clockTime(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000)
  const two = (n: number) => `${n}`.padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** A moment on the wall clock, for instance `23:38`. */
export function timeOfDay(locale: string, iso: string): string {
  return new Date(iso).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

/** A short length in seconds, with a decimal where that says something: `0.4`, `7`, `12`. */
export function secondsNumber(ms: number): string {
  return `${Number((ms / 1000).toFixed(ms < 9_950 ? 1 : 0))}`
}
