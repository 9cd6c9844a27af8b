import type { PiiRecognizer } from '../recognizer.ts'
import { account } from './account.ts'
import { address } from './address.ts'
import { answeredName } from './answered-name.ts'
import { bankCard } from './bank-card.ts'
import { birthDate } from './birth-date.ts'
import { courtesyName } from './courtesy-name.ts'
import { cueName } from './cue-name.ts'
import { digitRun } from './digit-run.ts'
import { documentNumber } from './document-number.ts'
import { hospital } from './hospital.ts'
import { idNumber } from './id-number.ts'
import { journey } from './journey.ts'
import { kinName } from './kin-name.ts'
import { knownItem } from './known-item.ts'
import { lacPerson } from './lac-person.ts'
import { netName } from './net-name.ts'
import { nickname } from './nickname.ts'
import { numberFragment } from './number-fragment.ts'
import { phone } from './phone.ts'
import { plate } from './plate.ts'
import { school } from './school.ts'
import { spelledName } from './spelled-name.ts'
import { standingPlace } from './standing-place.ts'
import { workplace } from './workplace.ts'

/** Every recogniser of the door. A new one is a file beside this one and a line here. */
export const RECOGNIZERS: readonly PiiRecognizer[] = [
  phone,
  idNumber,
  bankCard,
  documentNumber,
  digitRun,
  numberFragment,
  account,
  plate,
  birthDate,
  journey,
  cueName,
  kinName,
  courtesyName,
  nickname,
  netName,
  answeredName,
  spelledName,
  lacPerson,
  address,
  standingPlace,
  school,
  hospital,
  workplace,
  knownItem,
]
