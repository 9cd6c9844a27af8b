/** Where a cue stands in heard text. */
export interface CuePlace {
  readonly start: number
  readonly end: number
  /** Known by its sound: the characters are others. */
  readonly bySound: boolean
}

/** Shorter cues sound like too much else (characters). */
const SHORTEST_BY_SOUND = 5

/** Every place of a cue in `text`, and in `sounds`, which is how the same text sounds. */
export function* cuePlaces(
  { cue, sounds }: { readonly cue: RegExp; readonly sounds: RegExp | null },
  text: string,
  textSounds: string,
): Generator<CuePlace> {
  const written = [...text.matchAll(cue)].map(({ 0: words, index }) => ({
    start: index,
    end: index + words.length,
  }))
  for (const place of written) yield { ...place, bySound: false }
  if (!sounds) return
  for (const { 0: heard, index: start } of textSounds.matchAll(sounds)) {
    const end = start + heard.length
    if (heard.length < SHORTEST_BY_SOUND || written.some((place) => place.start < end && start < place.end))
      continue
    yield { start, end, bySound: true }
  }
}
