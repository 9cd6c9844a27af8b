import { breathing, crying, holdMusic, hum, noise, ringback, silence } from '../../../fork/signals.ts'

/** The length of every leg (s). */
export const NON_SPEECH_S = 60
/** Seeds of what is never twice the same. */
const TAKES = [1, 2, 3, 4, 5]

/** What a line carries while nobody speaks, as legs. What never changes gets one, what is irregular gets several. */
export const NON_SPEECH: Readonly<Record<string, () => readonly Float32Array[]>> = {
  silence: () => [silence(NON_SPEECH_S)],
  ringback: () => [ringback(NON_SPEECH_S)],
  music: () => [holdMusic(NON_SPEECH_S)],
  hum: () => [hum(NON_SPEECH_S)],
  noise: () => TAKES.map((seed) => noise(NON_SPEECH_S, seed)),
  crying: () => TAKES.map((seed) => crying(NON_SPEECH_S, seed)),
  breathing: () => TAKES.map((seed) => breathing(NON_SPEECH_S, seed)),
}
