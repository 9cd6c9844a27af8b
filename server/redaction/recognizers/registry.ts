import type { PiiRecognizer } from '../recognizer.ts'
import { cueName } from './cue-name.ts'
import { digitRun } from './digit-run.ts'
import { idNumber } from './id-number.ts'
import { lacPerson } from './lac-person.ts'
import { spelledSurname } from './spelled-surname.ts'

/** Every recogniser of the door. A new one is a file beside this one and a line here. */
export const RECOGNIZERS: readonly PiiRecognizer[] = [digitRun, idNumber, cueName, spelledSurname, lacPerson]
