/** The level of one frequency in a signal: 0.25 for a tone of that amplitude (Goertzel). */
export function levelAt(hertz: number, samples: ArrayLike<number>, sampleRate: number): number {
  let real = 0
  let imaginary = 0
  for (let i = 0; i < samples.length; i++) {
    const angle = (2 * Math.PI * hertz * i) / sampleRate
    real += (samples[i] as number) * Math.cos(angle)
    imaginary += (samples[i] as number) * Math.sin(angle)
  }
  return (2 * Math.hypot(real, imaginary)) / samples.length
}
