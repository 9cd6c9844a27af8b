/** Why a peer, or one of its legs, was turned away. Constants: they go into logs and metric labels. */
export const RefusalReason = [
  // before anything is known of the call
  'source-not-allowed',
  'too-many-connections',
  'too-many-silent-connections',
  'identity-timeout',
  'malformed-request',
  'not-found',
  'wrong-method',
  'upgrade-required',
  'unauthorized',
  // what it says of itself
  'missing-identity',
  'hostile-identity',
  'bad-parameters',
  'metadata-too-long',
  // what it sends
  'no-audio',
  'unsupported-rate',
  'rate-unclear',
  'format-changed',
  'frame-too-large',
  'malformed-frame',
  'unknown-frame',
  // what the registry of calls answered
  'leg-already-connected',
  'too-many-calls',
  'rate-mismatch',
  'shutting-down',
] as const
export type RefusalReason = (typeof RefusalReason)[number]
