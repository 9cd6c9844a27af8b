import { z } from 'zod'
import type { LegRole } from '../audio/leg.ts'

/** Bytes of a call's name; SIP Call-IDs stay well below. */
const PBX_CALL_BYTES = 200

/**
 * The PBX's own name for a call. It is matched, never stored or logged, so any name that a dialplan can make is
 * good, but for what no PBX makes and only an attacker sends: control characters, climbing paths, endless names.
 */
export const PbxCall = z
  .string()
  .min(1)
  .refine((call) => Buffer.byteLength(call) <= PBX_CALL_BYTES)
  .refine((call) => !/\p{Cc}/u.test(call))
  .refine((call) => !/(^|[\\/])\.\.([\\/]|$)/.test(call))

/** Call and party that an AudioSocket UUID names. */
export interface UuidIdentity {
  readonly pbxCall: string
  readonly role: LegRole
}

/** False for the nil UUID, whatever its ending: every dialplan that forgot to make one sends it, for every call. */
export function namesACall(uuid: Buffer): boolean {
  return uuid.subarray(0, -1).some((byte) => byte !== 0)
}

/**
 * Reads the 16 bytes of an AudioSocket UUID: its last two hex digits name the party (01 caller, 02 responder) and
 * the 34 characters before them the call. With any other ending the whole UUID is a call of its own whose one
 * leg is `mixed`: nothing says who is heard, and a wrong name would be worse than none.
 */
export function uuidIdentity(uuid: Buffer): UuidIdentity {
  const text = uuid.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const call = text.slice(0, -2)
  switch (text.slice(-2)) {
    case '01':
      return { pbxCall: call, role: 'caller' }
    case '02':
      return { pbxCall: call, role: 'responder' }
    default:
      return { pbxCall: text, role: 'mixed' }
  }
}
