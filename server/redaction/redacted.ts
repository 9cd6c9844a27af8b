/** Declared only: nobody can make one, and its private member is lost in a copy with other words. */
declare class PassedTheDoor {
  private readonly passed: true
}

/**
 * A value whose words went through redaction. Only `redaction/` makes one: the brand cannot be written elsewhere
 * without a cast, a spread copy does not keep it, and `store.append()` takes nothing else.
 */
export type Redacted<T> = T & PassedTheDoor
