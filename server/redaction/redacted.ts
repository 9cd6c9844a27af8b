declare const passedTheDoor: unique symbol

/**
 * A value whose words went through redaction. Only `redaction/` can make one: the brand cannot be written
 * anywhere else without a cast, and `store.append()` takes nothing else.
 */
export type Redacted<T> = T & { readonly [passedTheDoor]: true }
